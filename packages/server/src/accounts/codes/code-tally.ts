/** What came of being asked for a code. `unsupported`: a country or kind of number that is not served. */
export const CODE_OUTCOMES = ["sent", "too_soon", "budget", "challenged", "stopped", "unsupported"] as const;
export type CodeOutcome = (typeof CODE_OUTCOMES)[number];

/** Counts since the process began, for the operator. */
export class CodeTally {
  readonly #counts = new Map<CodeOutcome, number>(CODE_OUTCOMES.map((outcome) => [outcome, 0]));
  #entered = 0;

  add(outcome: CodeOutcome): void {
    this.#counts.set(outcome, this.asked(outcome) + 1);
  }

  enter(): void {
    this.#entered++;
  }

  asked(outcome: CodeOutcome): number {
    return this.#counts.get(outcome)!;
  }

  /** Codes that were right. */
  get entered(): number {
    return this.#entered;
  }
}

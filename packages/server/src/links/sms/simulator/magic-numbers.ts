/** What goes wrong on the way to a handset. */
export type Fault = "refused" | "never_arrives" | "unanswered" | "late" | "duplicate";

export interface MagicNumber {
  /** The last four digits of the number. */
  last_digits: string;
  fault: Fault;
}

export const LATE_BY_MS = 20_000;

/**
 * Numbers that inject a fault, in any block of any country: +86 138 0013 9403 is refused by the carrier.
 * The digits after the 9 are those of the HTTP status that means about the same, where there is one.
 */
export const MAGIC_NUMBERS: readonly MagicNumber[] = [
  { last_digits: "9403", fault: "refused" },
  { last_digits: "9404", fault: "never_arrives" },
  // The carrier takes the SMS and the handset gets it, but the answer is lost.
  { last_digits: "9504", fault: "unanswered" },
  { last_digits: "9020", fault: "late" },
  { last_digits: "9002", fault: "duplicate" },
];

export function faultOf(number: string): Fault | null {
  return MAGIC_NUMBERS.find(({ last_digits }) => number.endsWith(last_digits))?.fault ?? null;
}

import type { Random } from "../session/clock.ts";

/** How many pairs of numbers are remembered; the one that was silent longest is forgotten first. */
const PAIRS_MAX = 10_000;

/**
 * Reference numbers for long messages, counted per sender and recipient: with one count for all of them, parts of
 * two messages to one handset could carry the same number. Each count starts at random, so that a restart does not
 * repeat the numbers that handsets have heard last.
 */
export class ReferenceNumbers {
  readonly #random: Random;
  readonly #pairs_max: number;
  readonly #last = new Map<string, number>();

  constructor(random: Random, pairs_max = PAIRS_MAX) {
    this.#random = random;
    this.#pairs_max = pairs_max;
  }

  /** 0–255 */
  next(from: string, to: string): number {
    const pair = `${from}>${to}`;
    const last = this.#last.get(pair) ?? this.#random.bytes(1)[0]!;
    const next = (last + 1) % 256;
    this.#last.delete(pair);
    this.#last.set(pair, next);
    if (this.#last.size > this.#pairs_max) this.#last.delete(this.#last.keys().next().value!);
    return next;
  }
}

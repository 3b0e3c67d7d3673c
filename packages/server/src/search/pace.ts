import type { Clock } from "../platform/clock.ts";

/** A batch with fewer entries than this is no work to speak of. */
const SMALL_BATCH = 500;
/** From this many rings a second on, the processors are needed for the messages themselves. */
const BUSY_RINGS_PER_S = 1_000;
/** How long is rested for each unit of time worked, and when the server is busy. */
const REST = 1;
const REST_WHEN_BUSY = 9;
const WINDOW_MS = 1_000;
const REST_MS_MAX = 5_000;

/** How much of a processor indexing may take: half of one, and a tenth while the logs move fast. */
export class Pace {
  readonly #clock: Clock;
  #windowBegan: number;
  #rings = 0;
  #rings_per_s = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#windowBegan = clock.now();
  }

  /** A log has moved. */
  rung(): void {
    this.#rings++;
  }

  /** How long to rest after a batch. */
  rest_ms(entries: number, worked_ms: number): number {
    this.#measure();
    if (entries < SMALL_BATCH) return 0;
    const rest = this.#rings_per_s > BUSY_RINGS_PER_S ? REST_WHEN_BUSY : REST;
    return Math.min(REST_MS_MAX, Math.max(0, worked_ms) * rest);
  }

  #measure(): void {
    const now = this.#clock.now();
    const elapsed_ms = Math.abs(now - this.#windowBegan);
    if (elapsed_ms < WINDOW_MS) return;
    this.#rings_per_s = (this.#rings * 1_000) / elapsed_ms;
    this.#rings = 0;
    this.#windowBegan = now;
  }
}

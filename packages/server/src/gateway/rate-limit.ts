/** How much may come at once: what comes in this time at the rate. */
export const BURST_MS = 4_000;

/**
 * A rate for each of many callers, by the generic cell rate algorithm (ITU-T I.371, Annex A): all that is kept of one
 * is the time at which nothing of its burst will be used up any more. Who has not passed for BURST_MS has its
 * whole burst again and is forgotten.
 */
export class RateLimit {
  readonly #interval_ms: number;
  /** Who passed since the last call of `forget`, and who passed only before it. */
  #recent = new Map<string, number>();
  #older = new Map<string, number>();

  constructor(per_s: number) {
    this.#interval_ms = 1_000 / per_s;
  }

  /** Callers remembered. */
  get size(): number {
    return this.#recent.size + this.#older.size;
  }

  /** Whether the caller may pass at this time (milliseconds): at the rate on average, a burst at once. */
  take(caller: string, now: number): boolean {
    const rested_at = this.#recent.get(caller) ?? this.#older.get(caller) ?? 0;
    const next = Math.max(now, rested_at) + this.#interval_ms;
    if (next - now > BURST_MS) return false;
    this.#recent.set(caller, next);
    return true;
  }

  /** To be called at most once in BURST_MS: forgets who has not passed since the last time. */
  forget(): void {
    this.#older = this.#recent;
    this.#recent = new Map();
  }
}

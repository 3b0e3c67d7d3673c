/** A token bucket: `per_s` on average, four seconds' worth at once. */
export class RateLimit {
  readonly #per_s: number;
  #tokens: number;
  #filled_at: number;

  constructor(per_s: number, now: number) {
    this.#per_s = per_s;
    this.#tokens = per_s * BURST_S;
    this.#filled_at = now;
  }

  /** Whether one more may pass now (milliseconds). */
  take(now: number): boolean {
    const elapsed_s = Math.max(0, now - this.#filled_at) / 1_000;
    this.#tokens = Math.min(this.#per_s * BURST_S, this.#tokens + elapsed_s * this.#per_s);
    this.#filled_at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

const BURST_S = 4;

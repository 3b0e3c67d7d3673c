/** A link is asked for at least this share of what was agreed, however often it says "throttled". */
const SHARE_MIN = 1 / 16;
/** After a "throttled", the share grows back by this much a second. */
const RECOVERY_PER_S = 1 / 60;
const BURST_S = 1;

/**
 * A token bucket of parts: as many a second as was agreed with the carrier, and up to one second's worth at once. A
 * carrier that says "throttled" halves the rate, which then grows back within a minute.
 */
export class Throughput {
  readonly #agreed_per_s: number;
  #parts: number;
  #share = 1;
  #at: number;

  constructor(agreed_per_s: number, now: number) {
    this.#agreed_per_s = agreed_per_s;
    this.#parts = this.#burst();
    this.#at = now;
  }

  /** Whole parts that may be handed over now. */
  available(now: number): number {
    this.#refill(now);
    return Math.max(0, Math.floor(this.#parts));
  }

  /** Takes what a long SMS needs even when it is more than there is; what comes next waits for it. */
  take(parts: number, now: number): void {
    this.#refill(now);
    this.#parts -= parts;
  }

  throttled(now: number): void {
    this.#refill(now);
    this.#share = Math.max(SHARE_MIN, this.#share / 2);
    this.#parts = Math.min(this.#parts, 0);
  }

  /** Until at least one part may be handed over, in milliseconds. */
  wait_ms(now: number): number {
    this.#refill(now);
    return this.#parts >= 1 ? 0 : Math.ceil(((1 - this.#parts) / this.#rate()) * 1_000);
  }

  #refill(now: number): void {
    // A clock that was set back gives nothing and takes nothing.
    const passed_s = Math.max(0, now - this.#at) / 1_000;
    this.#at = now;
    this.#parts = Math.min(this.#burst(), this.#parts + passed_s * this.#rate());
    this.#share = Math.min(1, this.#share + passed_s * RECOVERY_PER_S);
  }

  #rate(): number {
    return this.#agreed_per_s * this.#share;
  }

  #burst(): number {
    return Math.max(1, this.#agreed_per_s * BURST_S);
  }
}

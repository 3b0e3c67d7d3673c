import type { Clock } from "@feiliao/server/platform/clock";

/** The clock of one process: its wall time may be wrong and jump, its timers run true, and they die with it. */
export class LocalClock implements Clock {
  readonly #clock: Clock;
  readonly #skew: Skew;
  #dead = false;

  constructor(clock: Clock, skew: Skew) {
    this.#clock = clock;
    this.#skew = skew;
  }

  now(): number {
    return Math.floor(this.#clock.now()) + this.#skew.offset_ms; // as a system gives it: whole milliseconds
  }

  setTimeout(action: () => void, delay_ms: number): unknown {
    return this.#clock.setTimeout(() => {
      if (!this.#dead) action();
    }, delay_ms);
  }

  clearTimeout(timer: unknown): void {
    this.#clock.clearTimeout(timer);
  }

  /** Its process is gone. */
  kill(): void {
    this.#dead = true;
  }
}

/** How far the wall clock of a machine is off; it survives the processes on it. */
export interface Skew {
  offset_ms: number;
}

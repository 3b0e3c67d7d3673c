import type { Clock } from "../../../../platform/clock.ts";

/** One timer for the moment when something is due next. */
export class Agenda {
  readonly #clock: Clock;
  readonly #act: () => void;
  #timer: { handle: unknown; at: number } | null = null;

  constructor(clock: Clock, act: () => void) {
    this.#clock = clock;
    this.#act = act;
  }

  /** null: nothing is due. */
  wakeAt(at: number | null): void {
    if (this.#timer?.at === at) return;
    this.#clock.clearTimeout(this.#timer?.handle);
    this.#timer = null;
    if (at === null) return;
    const wait_ms = Math.min(WAIT_MS_MAX, Math.max(0, at - this.#clock.now()));
    const handle = this.#clock.setTimeout(() => {
      this.#timer = null;
      this.#act();
    }, wait_ms);
    this.#timer = { handle, at };
  }
}

/** Timers of JavaScript wait no longer than 2^31 - 1 ms. */
const WAIT_MS_MAX = 3_600_000;

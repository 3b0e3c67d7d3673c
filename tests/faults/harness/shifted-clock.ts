import { type Clock, systemClock } from "@feiliao/server/platform/clock";

/** The machine's clock, put forward: timers run as ever, and the time of day has jumped. */
export class ShiftedClock implements Clock {
  #shift_ms = 0;
  readonly setTimeout = systemClock.setTimeout;
  readonly clearTimeout = systemClock.clearTimeout;

  now(): number {
    return systemClock.now() + this.#shift_ms;
  }

  putForward(by_ms: number): void {
    this.#shift_ms += by_ms;
  }
}

import { type Clock, systemClock } from "../../../packages/server/src/platform/clock.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SHANGHAI_MS = 8 * HOUR_MS;
/** Hours in Shanghai at which it is day there and night in London, in winter and in summer. */
const FROM_HOUR = 9;
const TO_HOUR = 14;

/** The system's clock, moved to where it is this hour in Shanghai now, no further than it takes. */
export function hourInShanghai(hour: number): Clock {
  const ahead_ms = modulo(hour * HOUR_MS - intoDay(), DAY_MS);
  return movedBy(ahead_ms < DAY_MS / 2 ? ahead_ms : ahead_ms - DAY_MS);
}

/** The system's clock when it is day in Shanghai, and else moved so that it is. SMS wait for the morning at night. */
export function dayInShanghai(): Clock {
  const hour = intoDay() / HOUR_MS;
  return FROM_HOUR <= hour && hour < TO_HOUR
    ? systemClock
    : hourInShanghai(hour < FROM_HOUR ? FROM_HOUR : TO_HOUR);
}

const intoDay = (): number => modulo(Date.now() + SHANGHAI_MS, DAY_MS);

const movedBy = (ahead_ms: number): Clock => ({ ...systemClock, now: () => Date.now() + ahead_ms });

const modulo = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;

/** The system's clock until it is moved on. Timers run as ever: what polls finds that it is due. */
export class LeapingClock implements Clock {
  readonly #start = dayInShanghai();
  #ahead_ms = 0;

  now(): number {
    return this.#start.now() + this.#ahead_ms;
  }

  leap(time_ms: number): void {
    this.#ahead_ms += time_ms;
  }

  setTimeout(action: () => void, delay_ms: number): unknown {
    return this.#start.setTimeout(action, delay_ms);
  }

  clearTimeout(timer: unknown): void {
    this.#start.clearTimeout(timer);
  }
}

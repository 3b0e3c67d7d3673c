import { type Clock, systemClock } from "../../../packages/server/src/platform/clock.ts";

const HOUR_MS = 3_600_000;
const SHANGHAI_MS = 8 * HOUR_MS;

/** The system's clock, moved on so far that it is this hour in Shanghai now: nights begin there for SMS. */
export function hourInShanghai(hour: number): Clock {
  const into_day_ms = (Date.now() + SHANGHAI_MS) % (24 * HOUR_MS);
  const ahead_ms = (hour * HOUR_MS - into_day_ms + 24 * HOUR_MS) % (24 * HOUR_MS);
  return { ...systemClock, now: () => Date.now() + ahead_ms };
}

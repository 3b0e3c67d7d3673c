const two = (value: number) => String(value).padStart(2, "0");

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS_MAX = 99;

/** A validity period relative to now, `YYMMDDhhmmss000R` (SMPP 3.4 §7.1.1.2); at most 99 days, at least a second. */
export function relativeTime(duration_ms: number): string {
  const whole_ms = Math.min(Math.max(duration_ms, SECOND_MS), DAYS_MAX * DAY_MS);
  const days = Math.floor(whole_ms / DAY_MS);
  const hours = Math.floor((whole_ms % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((whole_ms % HOUR_MS) / MINUTE_MS);
  const seconds = Math.floor((whole_ms % MINUTE_MS) / SECOND_MS);
  return `0000${two(days)}${two(hours)}${two(minutes)}${two(seconds)}000R`;
}

/** The duration of a relative time, months counted as 30 days; null for an absolute one, or for none. */
export function relativeDuration(time: string): number | null {
  const found = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)000R$/.exec(time);
  if (!found) return null;
  const [years, months, days, hours, minutes, seconds] = found.slice(1).map(Number) as number[];
  return (
    (years! * 365 + months! * 30 + days!) * DAY_MS +
    hours! * HOUR_MS +
    minutes! * MINUTE_MS +
    seconds! * SECOND_MS
  );
}

/** The carrier's clock in a receipt, `YYMMDDhhmm` with or without seconds, which names no zone. */
export function receiptTime(text: string, utc_offset_ms: number): number | null {
  const found = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(text);
  if (!found) return null;
  const [year, month, day, hours, minutes, seconds] = found.slice(1).map((digits) => Number(digits ?? 0));
  return Date.UTC(2000 + year!, month! - 1, day, hours, minutes, seconds) - utc_offset_ms;
}

export function receiptTimeOf(at_ms: number, utc_offset_ms: number): string {
  const at = new Date(at_ms + utc_offset_ms);
  const date = two(at.getUTCFullYear() % 100) + two(at.getUTCMonth() + 1) + two(at.getUTCDate());
  return date + two(at.getUTCHours()) + two(at.getUTCMinutes()) + two(at.getUTCSeconds());
}

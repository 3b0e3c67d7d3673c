import { language } from "./language.ts";

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Intl formatters are costly to make, so each is made once per language. */
function format(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = language() + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(language(), options);
    formatters.set(key, formatter);
  }
  return formatter.format(at);
}

export const clockTime = (at: number): string =>
  format(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const fullDate = (at: number): string => format(at, { dateStyle: "long", timeStyle: "short" });

/** Whole calendar days from `at` to `now`, in the person's time zone. */
export function daysAgo(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
}

export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** "Today", "Yesterday", "Monday" or the date, for the line between two days. */
export function dayName(at: number, now: number): string {
  const days = daysAgo(at, now);
  if (days === 0 || days === 1) return capitalised(relative().format(-days, "day"));
  if (days > 1 && days < 7) return format(at, { weekday: "long" });
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, { month: "long", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) });
}

/** As short as the list of chats needs it: the time today, then the day, then the date. */
export function shortTime(at: number, now: number): string {
  const days = daysAgo(at, now);
  if (days <= 0) return clockTime(at);
  if (days === 1) return capitalised(relative().format(-1, "day"));
  if (days < 7) return format(at, { weekday: "short" });
  return format(at, { year: "2-digit", month: "numeric", day: "numeric" });
}

const relative = (): Intl.RelativeTimeFormat => new Intl.RelativeTimeFormat(language(), { numeric: "auto" });

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase(language()) + text.slice(1);

/** How long something took, to the nearest second and at least one: `0:07`, `12:30`. */
export const length = (ms: number): string => duration(Math.max(1_000, ms + 500));

/** A time that runs, `0:00` on. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "45 seconds", "5 minutes", "2 hours", rounded up. */
export function waitingTime(seconds: number): string {
  const [value, unit] =
    seconds < 90 ? [seconds, "second"] : seconds < 5400 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
  return new Intl.NumberFormat(language(), {
    style: "unit",
    unit: unit as string,
    unitDisplay: "long",
  }).format(Math.ceil(value as number));
}

const SPANS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** How much time is left, in the largest unit of which there is one: "3d", "40m", "12s". */
export function remaining(ms: number): string {
  const [unit, unit_ms] = SPANS.find(([, length_ms]) => ms >= length_ms) ?? (["second", 1_000] as const);
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "narrow" }).format(
    Math.max(0, Math.floor(ms / unit_ms)),
  );
}

/** When something will be, near enough to be planned by: "today 18:00", "Mon, 23 Nov, 09:00". */
export function futureTime(at: number, now: number): string {
  const days = -daysAgo(at, now);
  if (days <= 1) return `${relative().format(days, "day")} ${clockTime(at)}`;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const date = format(at, {
    ...{ weekday: "short", month: "short", day: "numeric" },
    ...(sameYear ? {} : { year: "numeric" }),
  });
  return `${date} ${clockTime(at)}`;
}

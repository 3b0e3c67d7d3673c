const HOUR_MS = 3_600_000;
const EVENING_HOUR = 20;
const MORNING_HOUR = 9;
const MONDAY = 1;
/** The server takes nothing sooner; a little more, so that it is still so when it gets there. */
const SOONEST_MS = 11 * 60_000;

export type TimeName = "in_hour" | "tonight" | "tomorrow" | "monday";

/** Times that people mean by "later", those that are too soon left out. */
export function likelyTimes(now: number): [TimeName, number][] {
  const times: [TimeName, number][] = [
    ["in_hour", now + HOUR_MS],
    ["tonight", at(now, 0, EVENING_HOUR)],
    ["tomorrow", at(now, 1, MORNING_HOUR)],
    ["monday", at(now, daysUntilMonday(now), MORNING_HOUR)],
  ];
  return times.filter(([, time], index) => {
    const again = times.slice(0, index).some(([, earlier]) => earlier === time);
    return time >= now + SOONEST_MS && !again;
  });
}

/** As a field for a date and a time takes it: in the person's time zone, to the minute. */
export function fieldValue(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

export const soonest = (now: number): number => now + SOONEST_MS;

function at(now: number, days: number, hour: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  return date.setHours(hour, 0, 0, 0);
}

function daysUntilMonday(now: number): number {
  return (MONDAY - new Date(now).getDay() + 7) % 7 || 7;
}

const SHANGHAI_AHEAD_MS = 8 * 3_600_000;

/** The day that budgets and quotas count by, as in 2026-01-31: that of Asia/Shanghai, which knows no daylight saving. */
export function dayOf(now: number): string {
  return new Date(now + SHANGHAI_AHEAD_MS).toISOString().slice(0, 10);
}

/** As in 2026-01. */
export function monthOf(now: number): string {
  return dayOf(now).slice(0, 7);
}

/** When the month of a time began, in milliseconds since 1970. */
export function startOfMonth(now: number): number {
  return Date.parse(`${monthOf(now)}-01T00:00:00+08:00`);
}

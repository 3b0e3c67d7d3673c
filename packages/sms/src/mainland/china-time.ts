/** The Chinese protocols write wall-clock time without a zone: China Standard Time, UTC+8 all year. */
const OFFSET_MS = 8 * 3_600_000;

/** YYYYMMDDHHMMSS */
export function secondTime(at_ms: number): string {
  return new Date(at_ms + OFFSET_MS).toISOString().replace(/\D/g, "").slice(0, 14);
}

/** MMDDHHMMSS as a number, as logins and sequences carry it. */
export function monthDayTime(at_ms: number): number {
  return Number(secondTime(at_ms).slice(4));
}

/** YYMMDDHHMM, as reports carry it. */
export function minuteTime(at_ms: number): string {
  return secondTime(at_ms).slice(2, 12);
}

/** YYMMDDhhmmsstnnp, the absolute time of SMPP 3.4 §7.1.1, which the Chinese protocols share; nn are quarter hours. */
export function absoluteTime(at_ms: number): string {
  return `${secondTime(at_ms).slice(2)}032+`;
}

/** Of such a time back to milliseconds. Null when it is none. */
export function parseAbsoluteTime(text: string): number | null {
  const parts = /^(\d{12})\d(\d\d)([+-])$/.exec(text);
  if (parts === null) return null;
  const wall_ms = wallTime(`20${parts[1]}`);
  const offset_ms = Number(parts[2]) * 900_000;
  return wall_ms === null ? null : wall_ms - (parts[3] === "+" ? offset_ms : -offset_ms);
}

/** Of YYMMDDHHMM or YYYYMMDDHHMMSS. Null when it is neither. */
export function parseChinaTime(text: string): number | null {
  const full = /^\d{10}$/.test(text) ? `20${text}00` : text;
  const wall_ms = /^\d{14}$/.test(full) ? wallTime(full) : null;
  return wall_ms === null ? null : wall_ms - OFFSET_MS;
}

function wallTime(digits: string): number | null {
  const iso = digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3T$4:$5:$6Z");
  const at_ms = Date.parse(iso);
  return Number.isNaN(at_ms) ? null : at_ms;
}

const WITHOUT_ZONE = /^(\d{4})[-/]?(\d\d)[-/]?(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)$/;
const SECONDS = /^\d{10}(\.\d+)?$/;
const MILLISECONDS = /^\d{13}$/;

/**
 * A time as providers write it, in milliseconds since 1970: seconds or milliseconds since then, ISO 8601, RFC 2822, or
 * `2026-01-31 08:00:00` in the zone of the provider (`+08:00`). Null when it is none of these.
 */
export function carrierTime(written: string, utc_offset: string): number | null {
  if (SECONDS.test(written)) return Math.round(Number(written) * 1_000);
  if (MILLISECONDS.test(written)) return Number(written);
  const [, year, month, day, hour, minute, second] = WITHOUT_ZONE.exec(written) ?? [];
  const instant = year ? `${year}-${month}-${day}T${hour}:${minute}:${second}${utc_offset}` : written;
  const at = Date.parse(instant);
  return Number.isNaN(at) ? null : at;
}

/** From when, and until when, nobody is woken by what can wait; hours of the day where the handset is. */
const QUIET_FROM_H = 22;
const QUIET_UNTIL_H = 8;

const HOUR_MS = 3_600_000;
const DEFAULT_ZONE = "Asia/Shanghai";

/** Time zones of countries that have one, by calling code (ITU-T E.164 annex); others are taken for Shanghai's. */
const ZONES: Readonly<Record<string, string>> = {
  "31": "Europe/Amsterdam",
  "32": "Europe/Brussels",
  "33": "Europe/Paris",
  "39": "Europe/Rome",
  "41": "Europe/Zurich",
  "43": "Europe/Vienna",
  "44": "Europe/London",
  "45": "Europe/Copenhagen",
  "46": "Europe/Stockholm",
  "47": "Europe/Oslo",
  "48": "Europe/Warsaw",
  "49": "Europe/Berlin",
  "60": "Asia/Kuala_Lumpur",
  "63": "Asia/Manila",
  "65": "Asia/Singapore",
  "66": "Asia/Bangkok",
  "81": "Asia/Tokyo",
  "82": "Asia/Seoul",
  "84": "Asia/Ho_Chi_Minh",
  "86": DEFAULT_ZONE,
  "91": "Asia/Kolkata",
  "852": "Asia/Hong_Kong",
  "853": "Asia/Macau",
  "855": "Asia/Phnom_Penh",
  "856": "Asia/Vientiane",
  "886": "Asia/Taipei",
  "971": "Asia/Dubai",
};

/** When the night at a handset ends, in milliseconds since 1970; null: it is day there. */
export function quietUntil(number: string, now: number): number | null {
  const { hour, ms } = timeThere(zoneOf(number), now);
  if (hour >= QUIET_UNTIL_H && hour < QUIET_FROM_H) return null;
  const hours = (QUIET_UNTIL_H - hour + 24) % 24;
  return now + hours * HOUR_MS - ms;
}

function zoneOf(number: string): string {
  const digits = number.slice(1);
  for (const length of [3, 2]) {
    const zone = ZONES[digits.slice(0, length)];
    if (zone) return zone;
  }
  return DEFAULT_ZONE;
}

/** The hour of the day, and how long ago it began. */
function timeThere(zone: string, now: number): { hour: number; ms: number } {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en", {
      timeZone: zone,
      hour: "numeric",
      minute: "numeric",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  return { hour: parts.hour!, ms: parts.minute! * 60_000 + (now % 60_000) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

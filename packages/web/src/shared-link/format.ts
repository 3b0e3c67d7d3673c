import { language } from "./language.ts";

const dates = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
const UNITS = ["byte", "kilobyte", "megabyte"] as const;

export const dateText = (at: number): string => dates.format(at);

/** In units of a thousand, as file managers show them. */
export function sizeText(bytes: number): string {
  let [value, step] = [bytes, 0];
  while (value >= 999.5 && step < UNITS.length - 1) [value, step] = [value / 1_000, step + 1];
  const options = { style: "unit", unit: UNITS[step]!, maximumFractionDigits: value < 100 ? 1 : 0 } as const;
  return new Intl.NumberFormat(language, options).format(value);
}

/** `0:07` */
export function timeText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

import { language } from "../i18n/language.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size as people read it, as in 1.4 MB; units of a thousand, as file managers show them. */
export function fileSize(bytes: number): string {
  let [value, step] = [bytes, 0];
  while (value >= 999.5 && step < UNITS.length - 1) [value, step] = [value / 1_000, step + 1];
  const digits = step === 0 || value >= 99.5 ? 0 : 1;
  const unitDisplay = step === 0 ? "long" : "short"; // "byte" has no short form
  const style = { style: "unit", unit: UNITS[step]!, unitDisplay, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(language(), style).format(value);
}

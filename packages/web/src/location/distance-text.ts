import { language } from "../i18n/language.ts";

/** As in 12 m or 3.4 km. */
export function distanceText(metres: number): string {
  const far = metres >= 1_000;
  const style = {
    style: "unit",
    unit: far ? "kilometer" : "meter",
    maximumFractionDigits: far ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(language(), style).format(far ? metres / 1_000 : metres);
}

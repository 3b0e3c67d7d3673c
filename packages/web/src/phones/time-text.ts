import { language } from "./language.ts";

/** `14:05` today, with the date before. */
export function timeText(at: number): string {
  const today = new Date(at).toDateString() === new Date().toDateString();
  const date = today ? {} : ({ month: "short", day: "numeric" } as const);
  return new Intl.DateTimeFormat(language(), {
    ...date,
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(at);
}

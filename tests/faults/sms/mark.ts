/** What makes a message of a run known again, wherever a part of it turns up. */
export const markOf = (mark: number): string => `〔${mark}〕`;

const LONG_CHARACTERS = 130;

/** Null: it is none of the run's. */
export function markIn(text: string): number | null {
  const found = /〔(\d+)〕/.exec(text);
  return found && Number(found[1]);
}

/** Two or three parts, with the mark in each of them. */
export function longText(mark: number): string {
  return markOf(mark).repeat(Math.ceil(LONG_CHARACTERS / markOf(mark).length));
}

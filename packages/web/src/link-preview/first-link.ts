import { linkify } from "../conversation/linkify.ts";

/** The address of the first link of a text, which is the one that is previewed. */
export function firstLink(text: string): string | null {
  for (const part of linkify(text)) if ("href" in part) return part.href;
  return null;
}

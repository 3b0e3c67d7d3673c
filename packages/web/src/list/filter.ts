import type { ConversationView } from "@feiliao/client";

/** Matches parts of the title, and digits of the number however they are grouped. */
export function matches(
  { title, address }: Pick<ConversationView, "title" | "address">,
  typed: string,
): boolean {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return true;
  if (title.toLowerCase().includes(wanted)) return true;
  const digits = wanted.replace(/[\s+()-]/g, "");
  return /^\d+$/.test(digits) && (address ?? "").includes(digits);
}

import type { ConversationView, NameHit } from "../types.ts";
import { matchName, NAME_FITS, type NameMatch } from "./match-name.ts";

/** Fewer digits would be found in nearly every number. */
const DIGITS_MIN = 3;

/** Of every conversation the best of its names that fits. Those that fit alike stay in their order. */
export function findNames(conversations: readonly ConversationView[], typed: string): NameHit[] {
  return conversations
    .flatMap((conversation) => bestOf(conversation, typed) ?? [])
    .sort((a, b) => a.rank - b.rank)
    .map(({ rank: _, ...hit }) => hit);
}

type RankedHit = NameHit & { rank: number };

function bestOf(conversation: ConversationView, typed: string): RankedHit | null {
  return (
    byTitle(conversation, typed) ??
    byOwnName(conversation, typed) ??
    byNumber(conversation, typed) ??
    byMember(conversation, typed)
  );
}

function byTitle(conversation: ConversationView, typed: string): RankedHit | null {
  const { title } = conversation;
  return hit(conversation, "title", title, matchName(title, typed), 0);
}

/** What people call themselves, where one's own name for them is shown. */
function byOwnName(conversation: ConversationView, typed: string): RankedHit | null {
  const name = conversation.peer?.name;
  if (!name || name === conversation.title) return null;
  return hit(conversation, "own_name", name, matchName(name, typed), NAME_FITS.length);
}

/** Digits anywhere in the number, however they are grouped. */
function byNumber(conversation: ConversationView, typed: string): RankedHit | null {
  const digits = typed.normalize("NFKC").replace(/[\s+()-]/g, "");
  const number = conversation.address?.replace(/^tel:/, "");
  if (!number || digits.length < DIGITS_MIN || !/^\d+$/.test(digits)) return null;
  const start = number.indexOf(digits);
  if (start < 0) return null;
  const match: NameMatch = { fit: "inside", highlights: [{ start, end: start + digits.length }] };
  return hit(conversation, "number", number, match, 2 * NAME_FITS.length);
}

function byMember(conversation: ConversationView, typed: string): RankedHit | null {
  if (conversation.kind === "direct") return null;
  for (const { account_id, name } of conversation.members) {
    if (!name || account_id === conversation.me?.account_id) continue;
    const found = hit(conversation, "member", name, matchName(name, typed), 3 * NAME_FITS.length);
    if (found) return found;
  }
  return null;
}

function hit(
  conversation: ConversationView,
  by: NameHit["by"],
  text: string,
  match: NameMatch | null,
  rank: number,
): RankedHit | null {
  return (
    match && {
      conversation,
      by,
      text,
      highlights: match.highlights,
      rank: rank + NAME_FITS.indexOf(match.fit),
    }
  );
}

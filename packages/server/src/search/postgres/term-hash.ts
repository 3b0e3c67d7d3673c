import type { Searchable } from "../searchable.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

// Private-use characters (Unicode §23.5): no term of a text begins with one.
const CONVERSATION_MARK = "\u{e001}";
const KIND_MARK = "\u{e002}";

/** FNV-1a over UTF-16 units, as PostgreSQL's integer: signed, 32 bits. The same on every node and in every version. */
export function termHash(term: string): number {
  let hash = FNV_OFFSET;
  for (let unit = 0; unit < term.length; unit++) hash = Math.imul(hash ^ term.charCodeAt(unit), FNV_PRIME);
  return hash | 0;
}

export function conversationHash(uuid: string): number {
  return termHash(CONVERSATION_MARK + uuid);
}

/** Of messages there are too many for a term to be of use. */
export function kindHash(kind: Searchable["kind"] | null): number[] {
  return kind === null || kind === "message" ? [] : [termHash(KIND_MARK + kind)];
}

import type { CandidateQuery } from "../search-index.ts";
import type { Searchable } from "../searchable.ts";

export type TermQuery = Pick<CandidateQuery, "terms" | "conversations" | "kind">;

/** Up to so many conversations are named in the expression; of more, what was found is compared with them. */
export const SCOPE_TERMS_MAX = 64;

// Private-use characters (Unicode §23.5): no term of a text begins with one.
const CONVERSATION_MARK = "\u{e001}";
const KIND_MARK = "\u{e002}";

export function conversationTerm(no: number): string {
  return CONVERSATION_MARK + no;
}

/** Of messages there are too many for a term to be of use. */
export function kindTerm(kind: Searchable["kind"] | null): string[] {
  return kind === null || kind === "message" ? [] : [KIND_MARK + kind];
}

/** An FTS5 expression (https://sqlite.org/fts5.html, 3): all of the terms, in any of the conversations. */
export function matchExpression(
  { terms, kind }: TermQuery,
  conversation_nos: readonly number[] | null,
): string {
  const all = [...terms, ...kindTerm(kind)].map(quoted);
  if (conversation_nos)
    all.push(`(${conversation_nos.map((no) => quoted(conversationTerm(no))).join(" OR ")})`);
  return all.join(" AND ");
}

/** Terms have no quotation marks in them. */
const quoted = (term: string): string => `"${term}"`;

import type { AccountId, ConversationId, Entry, SearchHit } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { findQuery, type Query, queryOf } from "@feiliao/protocol/text/match";
import type { Store } from "../store/store.ts";
import type { Indexer } from "./indexer.ts";
import type { Candidate, SearchIndex } from "./search-index.ts";
import { type Searchable, searchableOf } from "./searchable.ts";
import { snippetOf } from "./snippet.ts";
import { queryTerms } from "./terms.ts";

export interface SearchRequest {
  reader: AccountId;
  query: string;
  /** Null: in all conversations on the reader's list. */
  conversation_id: ConversationId | null;
  kind: Searchable["kind"] | null;
  cursor: string | null;
  limit: number;
}

export interface SearchAnswer {
  hits: SearchHit[];
  next: string | null;
  complete: boolean;
}

/** Searches under way at once; more are refused before they begin (D15). */
const SEARCHES_MAX = 64;
const RETRY_AFTER_S = 1;
/** Pages of the index for one answer: what is found by its terms is nearly always found by its text. */
const ROUNDS_MAX = 4;

interface Parts {
  index: SearchIndex;
  indexer: Pick<Indexer, "behind" | "revise">;
  store: Store;
}

/**
 * Searching: the index names entries that may have what is looked for, newest first; each is read as its reader would
 * read it, so that rights are those of that moment, and compared with what it says now.
 */
export class Search {
  readonly #parts: Parts;
  #running = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Rejects with not_found, bad_request (another cursor than it gave) or overloaded. */
  async find(request: SearchRequest): Promise<SearchAnswer> {
    if (this.#running >= SEARCHES_MAX) throw new FeiliaoError("overloaded", { retry_after_s: RETRY_AFTER_S });
    this.#running++;
    try {
      return await this.#find(request);
    } finally {
      this.#running--;
    }
  }

  async #find(request: SearchRequest): Promise<SearchAnswer> {
    const { index, indexer } = this.#parts;
    const conversations = await this.#scopeOf(request);
    const query = queryOf(request.query);
    const terms = queryTerms(query);
    const hits: SearchHit[] = [];
    let next = request.cursor;
    for (let round = 0; round < ROUNDS_MAX && terms.length > 0; round++) {
      const missing = request.limit - hits.length;
      const { kind } = request;
      const page = await index.candidates({ terms, conversations, kind, after: next, limit: missing });
      next = page.next;
      hits.push(...(await this.#confirmed(request, query, page.candidates)));
      if (next === null || hits.length === request.limit) break;
    }
    const complete = !indexer.behind && (await index.complete());
    return { hits, next: terms.length > 0 ? next : null, complete };
  }

  async #scopeOf({ reader, conversation_id }: SearchRequest): Promise<readonly ConversationId[]> {
    const { accounts, conversations } = this.#parts.store;
    if (conversation_id === null) return await accounts.listed(reader);
    if (!(await conversations.isMember(conversation_id, reader))) throw new FeiliaoError("not_found");
    return [conversation_id];
  }

  async #confirmed({ reader, kind }: SearchRequest, query: Query, candidates: readonly Candidate[]) {
    const read = await Promise.all(candidates.map((candidate) => this.#read(candidate, reader)));
    return read.flatMap((entry, at) => {
      const searchable = entry && searchableOf(entry);
      if (entry && !searchable) this.#parts.indexer.revise(candidates[at]!.conversation_id, entry.seq);
      const found =
        searchable && (kind ?? searchable.kind) === searchable.kind && findQuery(searchable.text, query);
      return found ? [hitOf(candidates[at]!.conversation_id, entry, searchable, found)] : [];
    });
  }

  /** Null when the reader may not read it (any more). */
  async #read({ conversation_id, seq }: Candidate, reader: AccountId): Promise<Entry | null> {
    const range = { after_seq: seq - 1, limit: 1 };
    try {
      const { entries } = await this.#parts.store.conversations.read(conversation_id, reader, range);
      return entries[0]?.seq === seq ? entries[0] : null;
    } catch (failure) {
      if (failure instanceof FeiliaoError && failure.code === "not_found") return null;
      throw failure;
    }
  }
}

function hitOf(
  conversation_id: ConversationId,
  { seq, sender, server_time }: Entry,
  { kind, text }: Searchable,
  found: NonNullable<ReturnType<typeof findQuery>>,
): SearchHit {
  const snippet = snippetOf(text, found);
  return {
    conversation_id,
    seq,
    sender,
    server_time,
    kind,
    text: snippet.text,
    highlights: snippet.highlights,
  };
}

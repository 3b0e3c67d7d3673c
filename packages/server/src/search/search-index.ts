import type { ConversationId } from "@feiliao/protocol";
import type { Searchable } from "./searchable.ts";

/** What an entry is found by. */
export interface Document {
  conversation_id: ConversationId;
  seq: number;
  server_time: number;
  /** Null: the entry is not to be found (any more). */
  searchable: Searchable | null;
}

export interface IndexBatch {
  documents: readonly Document[];
  /** With these documents, each log is indexed up to here. Each at most once. */
  positions: readonly { conversation_id: ConversationId; seq: number }[];
}

export interface CandidateQuery {
  /** All of them; never none. */
  terms: readonly string[];
  /** In these conversations only. */
  conversations: readonly ConversationId[];
  kind: Searchable["kind"] | null;
  /** `next` of an earlier answer: what comes after that. */
  after: string | null;
  limit: number;
}

/** An entry that may have what is looked for. */
export interface Candidate {
  conversation_id: ConversationId;
  seq: number;
  /** For going on after this one. */
  cursor: string;
}

export interface Candidates {
  candidates: Candidate[];
  /** For going on where this ended, also when nothing was found so far; null: there is nothing more. */
  next: string | null;
}

/**
 * Which entries have which terms (see terms.ts). It is made from the logs and can always be made anew; nothing rests
 * on it but searching.
 *
 * Guarantees (checked by `search-index.contract.ts`):
 * - a batch is written whole or not at all, and writing it again changes nothing;
 * - what `write` has resolved for is found, and nothing is found that has not all of the terms (texts may hash alike:
 *   the caller compares);
 * - candidates come by time, the newest first, each once over all pages; those of one conversation in the order of
 *   their seqs; at the same hundredth of a second in different ones, in any order that stays;
 * - an answer takes bounded work: it may end early, with `next`.
 *
 * A write that was acknowledged may be lost in a power cut, together with its positions.
 */
export interface SearchIndex {
  /** Forgets everything that was indexed under another version, and a new index is not complete. */
  begin(version: string): Promise<void>;
  /**
   * For how many milliseconds this node is the one that fills the index, prolonging it when it was before; 0: another
   * node is. Two that fill it at once do no harm.
   */
  claim(): Promise<number>;
  /** How far these logs are indexed; those that are not at all are left out. */
  positions(conversations: readonly ConversationId[]): Promise<Map<ConversationId, number>>;
  write(batch: IndexBatch): Promise<void>;
  /** Whether all logs have been indexed once under this version. */
  complete(): Promise<boolean>;
  setComplete(complete: boolean): Promise<void>;
  /** Rejects with bad_request when `after` is none of its cursors. */
  candidates(query: CandidateQuery): Promise<Candidates>;
  close(): Promise<void>;
}

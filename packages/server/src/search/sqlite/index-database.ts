import type { Database } from "bun:sqlite";
import type { ConversationId } from "@feiliao/protocol";
import { BoundedMap } from "../../platform/bounded-map.ts";
import type { Candidates, Document, IndexBatch } from "../search-index.ts";
import { termsOf } from "../terms.ts";
import { CONVERSATIONS_MAX, cursorOf, type DocumentId, timeOf } from "./document-id.ts";
import { clearIndex, openIndexFile } from "./index-schema.ts";
import {
  conversationTerm,
  kindTerm,
  matchExpression,
  SCOPE_TERMS_MAX,
  type TermQuery,
} from "./match-expression.ts";

/** Documents that one answer looks at: a fifth of a second at worst, in a thread of its own. */
export const SCANNED_MAX = 500_000;
const CONVERSATION_NOS_KEPT = 50_000;

interface ConversationRow {
  no: number;
  indexed_seq: number;
  last_time: number;
}

interface IndexedDocument extends DocumentId {
  /** With spaces between them. */
  terms: string;
}

/** One connection to the index. Everything here is synchronous. */
export class IndexDatabase {
  readonly #database: Database;
  readonly #scanned_max: number;
  readonly #nos = new BoundedMap<ConversationId, number>(CONVERSATION_NOS_KEPT);
  #queries;

  constructor(path: string, scanned_max = SCANNED_MAX) {
    this.#scanned_max = scanned_max;
    this.#database = openIndexFile(path);
    this.#queries = indexQueries(this.#database);
  }

  begin(version: string): void {
    if (this.#queries.state.get()!.version === version) return;
    this.#database
      .transaction(() => {
        clearIndex(this.#database);
        this.#database.query("UPDATE state SET version = ?").run(version);
      })
      .immediate();
    this.#nos.clear();
    this.#queries = indexQueries(this.#database);
  }

  complete(): boolean {
    return this.#queries.state.get()!.complete === 1;
  }

  setComplete(complete: boolean): void {
    this.#queries.setComplete.run(complete ? 1 : 0);
  }

  positions(conversations: readonly ConversationId[]): [ConversationId, number][] {
    return conversations.flatMap((id) => {
      const row = this.#queries.conversation.get(id);
      return row ? [[id, row.indexed_seq]] : [];
    });
  }

  write({ documents, positions }: IndexBatch): void {
    this.#database
      .transaction(() => {
        const byConversation = Map.groupBy(documents, ({ conversation_id }) => conversation_id);
        const seqs = new Map(positions.map(({ conversation_id, seq }) => [conversation_id, seq]));
        const written = [...new Set([...byConversation.keys(), ...seqs.keys()])].flatMap((id) =>
          this.#writeConversation(id, byConversation.get(id) ?? [], seqs.get(id) ?? 0),
        );
        // Ascending: FTS5 writes what it has gathered to the file whenever a rowid is below the one before.
        written.sort((a, b) => a.time - b.time || a.conversation_no - b.conversation_no);
        for (const { time, conversation_no, terms } of written)
          this.#queries.putTerms.run(time, conversation_no, terms);
      })
      .immediate();
  }

  candidates(query: TermQuery, after: DocumentId | null, limit: number): Candidates {
    const nos = query.conversations.map((id) => this.#noOf(id)).filter((no) => no !== null);
    if (nos.length === 0) return { candidates: [], next: null };
    const isNarrow = nos.length <= SCOPE_TERMS_MAX;
    const scope = isNarrow ? null : new Set(nos);
    const { time, conversation_no } = after ?? END;
    const rows = this.#queries.scan.iterate(
      matchExpression(query, isNarrow ? nos : null),
      time,
      conversation_no,
    );
    const found: DocumentId[] = [];
    let scanned = 0;
    for (const row of rows) {
      if (!scope || scope.has(row.conversation_no)) found.push(row);
      if (found.length === limit || ++scanned === this.#scanned_max)
        return { candidates: this.#candidatesOf(found), next: cursorOf(row) };
    }
    return { candidates: this.#candidatesOf(found), next: null };
  }

  close(): void {
    this.#database.close();
  }

  #candidatesOf(found: readonly DocumentId[]): Candidates["candidates"] {
    return found.map((id) => ({
      conversation_id: this.#queries.conversationId.get(id.conversation_no)!.id,
      seq: this.#queries.seq.get(id.time, id.conversation_no)!.seq,
      cursor: cursorOf(id),
    }));
  }

  #noOf(id: ConversationId): number | null {
    const known = this.#nos.get(id);
    if (known !== undefined) return known;
    const no = this.#queries.conversation.get(id)?.no ?? null;
    if (no !== null) this.#nos.set(id, no);
    return no;
  }

  /** Answers what is left to be written: the terms of its documents. */
  #writeConversation(id: ConversationId, documents: readonly Document[], seq: number): IndexedDocument[] {
    if (!this.#queries.conversation.get(id)) this.#queries.addConversation.run(id);
    const conversation = this.#queries.conversation.get(id)!;
    if (conversation.no > CONVERSATIONS_MAX)
      throw new Error("more conversations than an index has numbers for");
    const written = documents
      .toSorted((a, b) => a.seq - b.seq)
      .flatMap((document) => this.#place(conversation, document) ?? []);
    const { no, indexed_seq, last_time } = conversation;
    this.#queries.saveConversation.run(no, Math.max(indexed_seq, seq), last_time);
    return written;
  }

  #place(
    conversation: ConversationRow,
    { seq, server_time, searchable }: Document,
  ): IndexedDocument | undefined {
    const { no } = conversation;
    const known = this.#queries.place.get(no, seq)?.time;
    if (!searchable) {
      if (known !== undefined) this.#remove({ time: known, conversation_no: no });
      return;
    }
    const time = known ?? this.#freeTime(conversation, seq, timeOf(server_time));
    conversation.last_time = Math.max(conversation.last_time, time);
    if (known === undefined) this.#queries.addDocument.run(time, no, seq);
    const terms = [...termsOf(searchable.text), conversationTerm(no), ...kindTerm(searchable.kind)];
    return { time, conversation_no: no, terms: terms.join(" ") };
  }

  #remove({ time, conversation_no }: DocumentId): void {
    this.#queries.removeDocument.run(time, conversation_no);
    this.#queries.removeTerms.run(time, conversation_no);
  }

  /** Of a new document: after those before it in its conversation; of a late one, as near to its time as is free. */
  #freeTime({ no, indexed_seq, last_time }: ConversationRow, seq: number, time: number): number {
    if (seq > indexed_seq) return Math.max(time, last_time + 1);
    let free = time;
    while (this.#queries.seq.get(free, no)) free++;
    return free;
  }
}

/** After every document: 38 bits of time. */
const END: DocumentId = { time: 2 ** 38 - 1, conversation_no: CONVERSATIONS_MAX };

/** Shifted by SQLite, since the id as a whole may not be exact in a double. */
const ID = "(?1 << 25 | ?2)";

function indexQueries(database: Database) {
  return {
    state: database.query<{ version: string; complete: number }, []>("SELECT * FROM state"),
    setComplete: database.query<unknown, [number]>("UPDATE state SET complete = ?"),
    conversation: database.query<ConversationRow, [string]>("SELECT * FROM conversation WHERE id = ?"),
    conversationId: database.query<{ id: ConversationId }, [number]>(
      "SELECT id FROM conversation WHERE no = ?",
    ),
    addConversation: database.query<unknown, [string]>("INSERT INTO conversation (id) VALUES (?)"),
    saveConversation: database.query<unknown, [number, number, number]>(
      "UPDATE conversation SET indexed_seq = ?2, last_time = ?3 WHERE no = ?1",
    ),
    seq: database.query<{ seq: number }, [number, number]>(`SELECT seq FROM document WHERE id = ${ID}`),
    place: database.query<{ time: number }, [number, number]>(
      "SELECT id >> 25 AS time FROM document WHERE id & 0x1ffffff = ? AND seq = ?",
    ),
    addDocument: database.query<unknown, [number, number, number]>(`INSERT INTO document VALUES (${ID}, ?3)`),
    removeDocument: database.query<unknown, [number, number]>(`DELETE FROM document WHERE id = ${ID}`),
    putTerms: database.query<unknown, [number, number, string]>(
      `INSERT OR REPLACE INTO term (rowid, terms) VALUES (${ID}, ?3)`,
    ),
    removeTerms: database.query<unknown, [number, number]>(`DELETE FROM term WHERE rowid = ${ID}`),
    scan: database.query<DocumentId, [string, number, number]>(
      `SELECT rowid >> 25 AS time, rowid & 0x1ffffff AS conversation_no FROM term
       WHERE term MATCH ?1 AND rowid < (?2 << 25 | ?3) ORDER BY rowid DESC`,
    ),
  };
}

import type { Database } from "bun:sqlite";
import type { Entry, EntryContent } from "@feiliao/protocol";
import { CHAIN_START } from "../../conversation/chain.ts";
import type { Directory } from "./directory.ts";

export interface EntryRow {
  seq: number;
  account_no: number;
  device_no: number;
  client_id: string;
  server_time: number;
  content: string;
  fold: string | null;
  chain: number;
}

/** A page ends before it grows over this, so that no answer outgrows a connection; one entry always fits. */
export const PAGE_BYTES_MAX = 512 * 1024;

const COLUMNS = "seq, account_no, device_no, client_id, server_time, content, fold, chain";

/** Reads and writes of the entry table. */
export class EntryRows {
  readonly #directory: Directory;
  readonly #queries;

  constructor(database: Database, directory: Directory) {
    this.#directory = directory;
    this.#queries = {
      // The unique index on the key makes a repeated append a no-op that shows as zero changes.
      insert: database.query<unknown, [number, number, number, number, string, number, string, number]>(
        `INSERT INTO entry (conversation_no, seq, account_no, device_no, client_id, server_time, content, chain)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conversation_no, account_no, client_id) DO NOTHING`,
      ),
      byKey: database.query<EntryRow, [number, number, string]>(
        `SELECT ${COLUMNS} FROM entry WHERE conversation_no = ? AND account_no = ? AND client_id = ?`,
      ),
      after: database.query<EntryRow, [number, number, number]>(
        `SELECT ${COLUMNS} FROM entry WHERE conversation_no = ? AND seq > ? ORDER BY seq LIMIT ?`,
      ),
      before: database.query<EntryRow, [number, number, number]>(
        `SELECT ${COLUMNS} FROM entry WHERE conversation_no = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
      ),
      chain: database.query<{ chain: number }, [number, number]>(
        "SELECT chain FROM entry WHERE conversation_no = ? AND seq = ?",
      ),
      fold: database.query<unknown, [string, number, number]>(
        "UPDATE entry SET fold = ? WHERE conversation_no = ? AND seq = ?",
      ),
    };
  }

  /** False when the key is taken; then nothing was written. */
  insert(conversation_no: number, row: Omit<EntryRow, "fold">): boolean {
    const { changes } = this.#queries.insert.run(
      conversation_no,
      row.seq,
      row.account_no,
      row.device_no,
      row.client_id,
      row.server_time,
      row.content,
      row.chain,
    );
    return changes > 0;
  }

  byKey(conversation_no: number, account_no: number, client_id: string): EntryRow | null {
    return this.#queries.byKey.get(conversation_no, account_no, client_id);
  }

  /** Ascending, after a seq. */
  after(conversation_no: number, seq: number, limit: number): Entry[] {
    return this.#page(this.#queries.after.all(conversation_no, seq, limit));
  }

  /** Ascending, the ones just before a seq. */
  before(conversation_no: number, seq: number, limit: number): Entry[] {
    return this.#page(this.#queries.before.all(conversation_no, seq, limit)).reverse();
  }

  /** The chain up to an entry; null when there is none. */
  chainAt(conversation_no: number, seq: number): number | null {
    return seq === 0 ? CHAIN_START : (this.#queries.chain.get(conversation_no, seq)?.chain ?? null);
  }

  setFold(conversation_no: number, seq: number, fold: Entry["fold"]): void {
    this.#queries.fold.run(JSON.stringify(fold), conversation_no, seq);
  }

  #page(rows: readonly EntryRow[]): Entry[] {
    const page: Entry[] = [];
    let size = 0;
    for (const row of rows) {
      size += row.content.length;
      if (size > PAGE_BYTES_MAX && page.length > 0) break;
      page.push(this.#toEntry(row));
    }
    return page;
  }

  #toEntry(row: EntryRow): Entry {
    const entry: Entry = {
      seq: row.seq,
      sender: this.#directory.accountId(row.account_no),
      device_id: this.#directory.deviceId(row.device_no),
      client_id: row.client_id,
      server_time: row.server_time,
      enc: 0,
      content: JSON.parse(row.content) as EntryContent,
    };
    if (row.fold) entry.fold = JSON.parse(row.fold) as NonNullable<Entry["fold"]>;
    return entry;
  }
}

import type { Database } from "bun:sqlite";
import type { Entry, EntryContent, Fold } from "@feiliao/protocol";
import type { Directory } from "./directory.ts";
import type { EntryLog } from "./log/entry-log.ts";
import type { EntryRow } from "./log/entry-row.ts";
import { SEQ_END } from "./log/tail.ts";

/** A page ends before it grows over this, so that no answer outgrows a connection; one entry always fits. */
export const PAGE_BYTES_MAX = 512 * 1024;

/** Pages of logs as devices get them: rows, with what later entries made of them. */
export class EntryPages {
  readonly #directory: Directory;
  readonly #log: EntryLog;
  readonly #queries;

  constructor(database: Database, directory: Directory, log: EntryLog) {
    this.#directory = directory;
    this.#log = log;
    this.#queries = {
      folds: database.query<{ seq: number; fold: string }, [number, number, number]>(
        "SELECT seq, fold FROM entry_fold WHERE conversation_no = ? AND seq BETWEEN ? AND ?",
      ),
      setFold: database.query<unknown, [number, number, string]>(
        `INSERT INTO entry_fold VALUES (?, ?, ?)
         ON CONFLICT (conversation_no, seq) DO UPDATE SET fold = excluded.fold`,
      ),
      removeFold: database.query<unknown, [number, number]>(
        "DELETE FROM entry_fold WHERE conversation_no = ? AND seq = ?",
      ),
    };
  }

  /** Ascending, after a seq. */
  after(conversation_no: number, seq: number, limit: number): Entry[] {
    return this.#page(conversation_no, this.#log.after(conversation_no, seq, limit));
  }

  /** Ascending, the ones just before a seq, none from before another. */
  before(conversation_no: number, seq: number, limit: number, from_seq: number): Entry[] {
    const within = Math.min(limit, seq - from_seq, SEQ_END - from_seq);
    if (within <= 0) return [];
    const rows = this.#log.before(conversation_no, seq, within);
    return this.#page(conversation_no, rows.reverse()).reverse();
  }

  /** The chain up to an entry; null when there is none. */
  chainAt(conversation_no: number, seq: number): number | null {
    return this.#log.chainAt(conversation_no, seq);
  }

  /** What later entries have made of an entry. */
  foldOf(conversation_no: number, seq: number): Fold | undefined {
    const row = this.#queries.folds.get(conversation_no, seq, seq);
    return row ? (JSON.parse(row.fold) as Fold) : undefined;
  }

  /** Within a write only. */
  setFold(conversation_no: number, seq: number, fold: Fold | undefined): void {
    if (fold) this.#queries.setFold.run(conversation_no, seq, JSON.stringify(fold));
    else this.#queries.removeFold.run(conversation_no, seq);
  }

  #page(conversation_no: number, rows: readonly EntryRow[]): Entry[] {
    const folds = this.#foldsOf(conversation_no, rows);
    const within: EntryRow[] = [];
    let size = 0;
    for (const row of rows) {
      size += row.content.length + (folds.get(row.seq)?.length ?? 0);
      if (size > PAGE_BYTES_MAX && within.length > 0) break;
      within.push(row);
    }
    return within.map((row) => this.#toEntry(row, folds.get(row.seq)));
  }

  #foldsOf(conversation_no: number, rows: readonly EntryRow[]): Map<number, string> {
    const ends = [rows[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0];
    if (rows.length === 0) return new Map();
    const folds = this.#queries.folds.all(conversation_no, Math.min(...ends), Math.max(...ends));
    return new Map(folds.map(({ seq, fold }) => [seq, fold]));
  }

  #toEntry(row: EntryRow, fold: string | undefined): Entry {
    const entry: Entry = {
      seq: row.seq,
      sender: this.#directory.accountId(row.account_no),
      device_id: this.#directory.deviceId(row.device_no),
      client_id: row.client_id,
      server_time: row.server_time,
      enc: 0,
      content: JSON.parse(row.content) as EntryContent,
    };
    if (fold) entry.fold = JSON.parse(fold) as Fold;
    return entry;
  }
}

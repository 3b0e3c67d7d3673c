import type { Database } from "bun:sqlite";
import { type EntryKey, type EntryRow, isSameKey } from "./entry-row.ts";

const COLUMNS = `id & 0xffffffff AS seq, account_no, device_no, client_id, server_time, chain, content`;
const FIRST = "((?1 << 32) | ?2)"; // shifted by SQLite: conversation_no << 32 may not be exact in a double
const LAST = "((?1 << 32) | ?3)";

/** How reads see the file: see HeldSnapshot. */
export interface Snapshot {
  hold(): void;
  /** The next read sees what has been merged by then. */
  renew(): void;
}

/**
 * One read transaction from one merge to the next. Taking the locks of a transaction costs three times what
 * looking up a key does, and a key is looked up for every send.
 */
export class HeldSnapshot implements Snapshot {
  readonly #database: Database;
  readonly #begin;
  readonly #end;
  #held = false;

  constructor(database: Database) {
    this.#database = database;
    this.#begin = database.query("BEGIN");
    this.#end = database.query("COMMIT");
  }

  hold(): void {
    if (this.#held) return;
    this.#begin.run();
    this.#held = true;
  }

  renew(): void {
    this.#held = false;
    if (this.#database.inTransaction) this.#end.run();
  }
}

/** For a history in the writer's own connection: its transactions are the writer's. */
export const NO_SNAPSHOT: Snapshot = { hold() {}, renew() {} };

/** Reads of merged entries. */
export class History {
  readonly #queries;
  readonly #snapshot: Snapshot;

  constructor(database: Database, snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#queries = {
      last: database.query<EntryRow, [number]>(
        `SELECT ${COLUMNS} FROM entry WHERE id BETWEEN (?1 << 32) AND ((?1 << 32) | 0xffffffff)
         ORDER BY id DESC LIMIT 1`,
      ),
      at: database.query<EntryRow, [number, number]>(`SELECT ${COLUMNS} FROM entry WHERE id = ${FIRST}`),
      between: database.query<EntryRow, [number, number, number, number]>(
        `SELECT ${COLUMNS} FROM entry WHERE id > ${FIRST} AND id < ${LAST} ORDER BY id LIMIT ?4`,
      ),
      before: database.query<EntryRow, [number, number, number]>(
        `SELECT ${COLUMNS} FROM entry WHERE id > (?1 << 32) AND id < ${FIRST} ORDER BY id DESC LIMIT ?3`,
      ),
      keys: database.query<{ seq: number }, [number, number]>(
        `SELECT seq FROM entry_key_young WHERE conversation_no = ?1 AND key_hash = ?2
         UNION ALL SELECT seq FROM entry_key WHERE conversation_no = ?1 AND key_hash = ?2`,
      ),
      deviceSeq: database.query<{ device_seq: number }, [number, number]>(
        "SELECT device_seq FROM device_position WHERE conversation_no = ? AND device_no = ?",
      ),
      any: database.query<unknown, []>("SELECT id FROM entry LIMIT 1"),
      merged: database.query<{ merged_position: number }, []>("SELECT merged_position FROM history_state"),
    };
  }

  get merged_position(): number {
    return this.#held.merged.get()!.merged_position;
  }

  get isEmpty(): boolean {
    return this.#held.any.get() === null;
  }

  last(conversation_no: number): EntryRow | null {
    return this.#held.last.get(conversation_no);
  }

  at(conversation_no: number, seq: number): EntryRow | null {
    return this.#held.at.get(conversation_no, seq);
  }

  /** Ascending, after one seq and before another. */
  between(conversation_no: number, seq: number, before_seq: number, limit: number): EntryRow[] {
    return this.#held.between.all(conversation_no, seq, before_seq, limit);
  }

  /** Descending, the ones just before a seq. */
  before(conversation_no: number, seq: number, limit: number): EntryRow[] {
    return this.#held.before.all(conversation_no, seq, limit);
  }

  /** D2: exact, since a row that is found by its hash is compared. */
  find(key: EntryKey): EntryRow | null {
    const { conversation_no, key_hash } = key;
    const { keys } = this.#held;
    if (!keys.get(conversation_no, key_hash)) return null; // nearly always
    for (const { seq } of keys.all(conversation_no, key_hash)) {
      const row = this.at(conversation_no, seq);
      if (row && isSameKey({ ...row, conversation_no }, key)) return row;
    }
    return null;
  }

  /** Highest device_seq of a device in a conversation; 0 when it has none. */
  deviceSeq(conversation_no: number, device_no: number): number {
    return this.#held.deviceSeq.get(conversation_no, device_no)?.device_seq ?? 0;
  }

  /** From now on, reads see what has been merged. */
  renew(): void {
    this.#snapshot.renew();
  }

  get #held() {
    this.#snapshot.hold();
    return this.#queries;
  }
}

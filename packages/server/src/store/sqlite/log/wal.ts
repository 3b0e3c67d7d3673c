import type { Database } from "bun:sqlite";

interface TruncateRow {
  /** 1 when somebody reads or writes. */
  busy: number;
}

interface CheckpointRow {
  /** Frames in the log. */
  log: number;
  /** Of these, frames that are in the file as well. When it is all of them, the next write starts anew. */
  checkpointed: number;
}

/** The write-ahead log of the live file, which nobody checkpoints but us: it must not grow without bound. */
export class WriteAheadLog {
  readonly #look;
  readonly #checkpoint;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.#look = database.query<CheckpointRow, []>("PRAGMA wal_checkpoint(NOOP)");
    this.#checkpoint = database.query<CheckpointRow, []>("PRAGMA wal_checkpoint(PASSIVE)");
  }

  /** Pages in the log, when some of them are not in the file yet; 0 when the log is about to start anew. */
  get pending_pages(): number {
    const { log, checkpointed } = this.#look.get()!;
    return checkpointed < log ? log : 0;
  }

  /** Copies the rest into the file, as far as no reader needs the file as it was. Waits for nobody. */
  checkpoint(): void {
    this.#checkpoint.get();
  }

  /** Copies all of it and empties its file. False: somebody reads or writes, which it does not wait for. */
  truncate(): boolean {
    return truncateWal(this.#database);
  }
}

/** Of a connection's main file. Waits for nobody. */
export function truncateWal(database: Database): boolean {
  const waits_ms = Object.values(database.query("PRAGMA busy_timeout").get() as Record<string, number>)[0]!;
  database.exec("PRAGMA busy_timeout = 0");
  try {
    const row = database.query<TruncateRow, []>("PRAGMA main.wal_checkpoint(TRUNCATE)").get()!;
    return row.busy === 0;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${waits_ms}`);
  }
}

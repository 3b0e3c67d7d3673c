import type { Database } from "bun:sqlite";

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

  constructor(database: Database) {
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
}

import { Database } from "bun:sqlite";

/** The epoch of all logs of this database. */
export class LogEpoch {
  readonly #bump;
  #current: number;

  constructor(database: Database) {
    this.#current = database.query<{ epoch: number }, []>("SELECT epoch FROM log_epoch").get()!.epoch;
    this.#bump = database.query<{ epoch: number }, []>(
      "UPDATE log_epoch SET epoch = epoch + 1 RETURNING epoch",
    );
  }

  get current(): number {
    return this.#current;
  }

  /** Within a write only. */
  bump(): number {
    this.#current = this.#bump.get()!.epoch;
    return this.#current;
  }
}

/** The epoch of a database that no server has open; null when there is none, or it cannot be read any more. */
export function readEpoch(path: string): number | null {
  try {
    // Not read-only: the last one to close a database takes its write-ahead log away, and only a writer can.
    const database = new Database(path, { readwrite: true });
    try {
      return database.query<{ epoch: number }, []>("SELECT epoch FROM log_epoch").get()!.epoch;
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

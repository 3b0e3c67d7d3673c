import type { Database } from "bun:sqlite";

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

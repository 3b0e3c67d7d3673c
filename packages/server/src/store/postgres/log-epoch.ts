import type { Database } from "./database.ts";

/** The epoch of all logs. What decides is read in the transaction it is for; this is the one read last. */
export class LogEpoch {
  readonly #database: Database;
  #current: number;

  private constructor(database: Database, current: number) {
    this.#database = database;
    this.#current = current;
  }

  static async read(database: Database): Promise<LogEpoch> {
    const [row] = await database.query<{ epoch: number }>("SELECT epoch FROM log_epoch");
    return new LogEpoch(database, row!.epoch);
  }

  get current(): number {
    return this.#current;
  }

  /** It was read with something else. */
  observe(epoch: number): void {
    this.#current = Math.max(this.#current, epoch);
  }

  async bump(): Promise<number> {
    const [row] = await this.#database.query<{ epoch: number }>(
      "UPDATE log_epoch SET epoch = epoch + 1 RETURNING epoch",
    );
    this.#current = row!.epoch;
    return this.#current;
  }
}

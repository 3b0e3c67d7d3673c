import { Database } from "bun:sqlite";
import { join } from "node:path";

/** How far a running server's ledger is, seen from beside it. */
export class LedgerWatch {
  readonly #database: Database;

  constructor(folder: string) {
    this.#database = new Database(join(folder, "feiliao.sqlite"), { readonly: true });
  }

  /** Whether every message has its row, every row was sent or given up, and every sender told. */
  isAtRest(messages: number): boolean {
    const { rows, open } = this.#database
      .query<{ rows: number; open: number }, []>(
        `SELECT count(*) AS rows,
           coalesce(sum(state = 'queued' OR (sender IS NOT NULL AND told_revision < revision)), 0) AS open
         FROM sms`,
      )
      .get()!;
    return rows >= messages && open === 0;
  }

  /** Rows that were begun and have no outcome: unknown when their deadline has passed. */
  begun(): number {
    return this.#database
      .query<{ begun: number }, []>("SELECT count(*) AS begun FROM sms WHERE state = 'begun'")
      .get()!.begun;
  }

  close(): void {
    this.#database.close();
  }
}

import type { Database } from "bun:sqlite";
import type { AccountName } from "../carriers/account.ts";
import type { CarrierId } from "../carriers/carrier.ts";
import type { Part } from "../carriers/journey.ts";

/** An accepted part, as the carrier's bill lists it. Times are milliseconds since 1970. */
export interface BillLine
  extends Pick<
    Part,
    | "id"
    | "account"
    | "message_id"
    | "sender"
    | "number"
    | "part"
    | "parts"
    | "fen"
    | "state"
    | "submitted_at"
    | "done_at"
  > {}

/** What the lines of a bill come to. Each accepted part is one unit. */
export interface BillSum {
  units: number;
  fen: number;
  by_state: Record<Part["state"], number>;
}

/** What the carriers charge, from their books. */
export class BillStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The newest first, those before the line with this id. */
  lines(carrier: CarrierId, account: AccountName, before: number, count_max: number): BillLine[] {
    return this.#database
      .query<BillLine, [string, string, number, number]>(
        `SELECT id, account, message_id, sender, number, part, parts, fen, state, submitted_at, done_at
           FROM part WHERE carrier = ?1 AND account = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4`,
      )
      .all(carrier, account, before, count_max);
  }

  /** Those that are not listed any more are in it, too. */
  sum(carrier: CarrierId, account: AccountName): BillSum {
    const rows = this.#database
      .query<{ state: Part["state"]; units: number; fen: number }, [string, string]>(
        `SELECT state, sum(units) AS units, sum(fen) AS fen FROM (
           SELECT state, count(*) AS units, sum(fen) AS fen FROM part
            WHERE carrier = ?1 AND account = ?2 GROUP BY state
           UNION ALL SELECT state, parts, fen FROM forgotten WHERE carrier = ?1 AND account = ?2)
         GROUP BY state`,
      )
      .all(carrier, account);
    const sum: BillSum = { units: 0, fen: 0, by_state: { accepted: 0, delivered: 0, failed: 0, expired: 0 } };
    for (const { state, units, fen } of rows) {
      sum.units += units;
      sum.fen += fen;
      sum.by_state[state] = units;
    }
    return sum;
  }
}

import type { Database } from "bun:sqlite";
import type { SmsRow } from "../../sms/ledger.ts";
import type { LedgerRow } from "../../sms/ledger-rules.ts";

type Stored = Omit<LedgerRow, "steps" | "taken"> & { steps: string; taken: string };

const COLUMNS = [
  ...[
    "key",
    "kind",
    "number",
    "sender",
    "recipient",
    "conversation_id",
    "seq",
    "link",
    "not_before",
    "expires_at",
  ],
  ...[
    "fen_max",
    "details",
    "state",
    "reason",
    "attempt",
    "extension",
    "units",
    "fen",
    "created_at",
    "begun_at",
  ],
  ...["changed_at", "deadline", "revision", "steps", "taken", "parts"],
] as const satisfies readonly (keyof LedgerRow)[];
/** What is never changed after a row was opened. */
const FIXED: ReadonlySet<string> = new Set([
  "key",
  "kind",
  "number",
  "sender",
  "recipient",
  "seq",
  "created_at",
]);

const SELECTED = `sms_id, ${COLUMNS.join(", ")}`;

/** The ledger's table; every write is within a write of the store. */
export class LedgerRows {
  readonly #database: Database;
  readonly #insert;
  readonly #update;
  readonly #byId;
  readonly #byKey;

  constructor(database: Database) {
    this.#database = database;
    const changing = COLUMNS.filter((column) => !FIXED.has(column));
    this.#insert = database.query<{ sms_id: number }, Record<string, string | number | null>>(
      `INSERT INTO sms (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map((column) => `$${column}`).join(", ")}) RETURNING sms_id`,
    );
    this.#update = database.query<unknown, Record<string, string | number | null>>(
      `UPDATE sms SET ${changing.map((column) => `${column} = $${column}`).join(", ")}, leased_until = NULL
       WHERE sms_id = $sms_id`,
    );
    this.#byId = this.select("WHERE sms_id = ?");
    this.#byKey = this.select("WHERE key = ?");
  }

  /** Rows by what follows FROM sms. */
  select(rest: string): (...values: (string | number | null)[]) => LedgerRow[] {
    const query = this.#database.query<Stored, (string | number | null)[]>(
      `SELECT ${SELECTED} FROM sms ${rest}`,
    );
    return (...values) => query.all(...values).map(toRow);
  }

  /** Rows that an UPDATE has changed. */
  change(update: string): (...values: (string | number | null)[]) => LedgerRow[] {
    const query = this.#database.query<Stored, (string | number | null)[]>(
      `UPDATE sms ${update} RETURNING ${SELECTED}`,
    );
    return (...values) => query.all(...values).map(toRow);
  }

  byId(sms_id: number): LedgerRow | null {
    return this.#byId(sms_id)[0] ?? null;
  }

  byKey(key: string): LedgerRow | null {
    return this.#byKey(key)[0] ?? null;
  }

  insert(row: Omit<LedgerRow, "sms_id">): LedgerRow {
    const { sms_id } = this.#insert.get(bound(row, COLUMNS))!;
    return { ...row, sms_id };
  }

  save(row: LedgerRow): LedgerRow {
    const changing = COLUMNS.filter((column) => !FIXED.has(column));
    this.#update.run({ ...bound(row, changing), $sms_id: row.sms_id });
    return row;
  }
}

/** Without what only the ledger needs. */
export function published({ deadline: _, taken: __, parts: ___, ...row }: LedgerRow): SmsRow {
  return row;
}

function bound(
  row: Omit<LedgerRow, "sms_id">,
  columns: readonly (typeof COLUMNS)[number][],
): Record<string, string | number | null> {
  return Object.fromEntries(
    columns.map((column) => {
      const value = row[column];
      return [`$${column}`, typeof value === "object" && value !== null ? JSON.stringify(value) : value];
    }),
  );
}

function toRow({ steps, taken, ...row }: Stored): LedgerRow {
  return { ...row, steps: JSON.parse(steps), taken: JSON.parse(taken) };
}

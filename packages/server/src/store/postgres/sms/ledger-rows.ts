import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { SmsRow } from "../../sms/ledger.ts";
import type { LedgerRow } from "../../sms/ledger-rules.ts";
import { arrayOf } from "../array-literal.ts";
import { idOf, uuidOf } from "../ids.ts";
import type { Row, Transaction } from "../transaction.ts";

/** Columns with their types, in the order in which values are given; the first ones are never changed. */
const FIXED = {
  key: "text",
  kind: "text",
  number: "text",
  sender: "uuid",
  recipient: "uuid",
  seq: "integer",
  created_at: "bigint",
} as const satisfies Partial<Record<keyof LedgerRow, string>>;
const CHANGING = {
  conversation_id: "uuid",
  link: "text",
  not_before: "bigint",
  expires_at: "bigint",
  fen_max: "integer",
  details: "text",
  state: "text",
  reason: "text",
  attempt: "integer",
  extension: "text",
  units: "integer",
  fen: "integer",
  begun_at: "bigint",
  changed_at: "bigint",
  deadline: "bigint",
  revision: "integer",
  steps: "text",
  taken: "text",
  parts: "integer",
} as const satisfies Partial<Record<keyof LedgerRow, string>>;
const COLUMNS = { ...FIXED, ...CHANGING };
type Column = keyof typeof COLUMNS;

/** For `SELECT … FROM sms` and RETURNING. */
export const SELECTED = `sms.sms_id, ${Object.keys(COLUMNS)
  .map((column) => `sms.${column}`)
  .join(", ")}`;

const names = Object.keys(COLUMNS) as Column[];
const changing = Object.keys(CHANGING) as (keyof typeof CHANGING)[];
const INSERT = `
  INSERT INTO sms (${names.join(", ")})
  VALUES (${names.map((column, index) => `$${index + 1}::${COLUMNS[column]}`).join(", ")})
  ON CONFLICT (key) DO NOTHING RETURNING sms_id`;
const UPDATE = `
  UPDATE sms SET ${changing.map((column, index) => `${column} = $${index + 2}::${CHANGING[column]}`).join(", ")},
    leased_until = NULL
  WHERE sms_id = $1::bigint`;

/** Rows by what follows FROM sms. */
export async function selectRows(
  { query }: { query(text: string, ...parameters: unknown[]): Promise<Row[]> },
  rest: string,
  ...parameters: unknown[]
): Promise<LedgerRow[]> {
  return (await query(`SELECT ${SELECTED} FROM sms ${rest}`, ...parameters)).map(toLedgerRow);
}

/** The ledger's table within one transaction. What decides is read under a lock. */
export class LedgerRows {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /** In the order of ids, so that no two takers wait for each other. */
  async lock(sms_ids: readonly number[]): Promise<void> {
    await this.#transaction.query(
      "SELECT FROM sms WHERE sms_id = ANY($1::bigint[]) ORDER BY sms_id FOR UPDATE",
      arrayOf(sms_ids),
    );
  }

  async byId(sms_id: number): Promise<LedgerRow | null> {
    return (await this.select("WHERE sms_id = $1::bigint", String(sms_id)))[0] ?? null;
  }

  select(rest: string, ...parameters: unknown[]): Promise<LedgerRow[]> {
    const query = (text: string, ...values: unknown[]) => this.#transaction.query(text, ...values);
    return selectRows({ query }, rest, ...parameters);
  }

  /** The row of its key: this one, or the one that was there. */
  async open(row: Omit<LedgerRow, "sms_id">): Promise<LedgerRow> {
    const values = names.map((column) => bound(row, column));
    const [inserted] = await this.#transaction.query<{ sms_id: string }>(INSERT, ...values);
    if (inserted) return { ...row, sms_id: Number(inserted.sms_id) };
    return (await this.select("WHERE key = $1", row.key))[0]!;
  }

  save(row: LedgerRow): LedgerRow {
    this.#transaction.write(UPDATE, String(row.sms_id), ...changing.map((column) => bound(row, column)));
    return row;
  }
}

/** Without what only the ledger needs. */
export function published({ deadline: _, taken: __, parts: ___, ...row }: LedgerRow): SmsRow {
  return row;
}

export function toLedgerRow(row: Row): LedgerRow {
  const { sender, recipient, conversation_id, steps, taken } = row as Record<string, string | null>;
  const number = (name: string) => (row[name] === null ? null : Number(row[name]));
  return {
    ...(row as unknown as LedgerRow),
    ...{ sms_id: Number(row.sms_id), not_before: Number(row.not_before), expires_at: Number(row.expires_at) },
    ...{ created_at: Number(row.created_at), changed_at: Number(row.changed_at) },
    ...{ begun_at: number("begun_at"), deadline: number("deadline") },
    sender: sender ? idOf<AccountId>("account", sender) : null,
    recipient: recipient ? idOf<AccountId>("account", recipient) : null,
    conversation_id: conversation_id ? idOf<ConversationId>("conversation", conversation_id) : null,
    steps: JSON.parse(steps!),
    taken: JSON.parse(taken!),
  };
}

function bound(row: Omit<LedgerRow, "sms_id">, column: Column): string | null {
  const value = row[column];
  if (value === null) return null;
  if (typeof value === "object") return JSON.stringify(value);
  return COLUMNS[column] === "uuid" ? uuidOf(String(value)) : String(value);
}

import type { AccountChange, AccountId, Profile } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { NewAccountChange } from "../account-store.ts";
import { idOf, uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

/** An account as selected by ACCOUNT_COLUMNS. */
export type AccountRow = {
  account_id: string;
  number: string | null;
  name: string | null;
  picture: Profile["picture"];
  pin_hash: string | null;
  last_active_at: string | null;
  log_position: number;
  erase_at: string | null;
  erased_at: string | null;
};

export const ACCOUNT_COLUMNS =
  "account_id, number, name, picture, pin_hash, last_active_at, log_position, erase_at, erased_at";

/** Locked until the transaction ends: what is decided on it holds, and its log grows by one writer at a time. */
export async function findAccount(transaction: Transaction, id: AccountId): Promise<AccountRow | null> {
  const [row] = await transaction.query<AccountRow>(
    `SELECT ${ACCOUNT_COLUMNS} FROM account WHERE account_id = $1::uuid FOR NO KEY UPDATE`,
    uuidOf(id),
  );
  return row ?? null;
}

/** @throws {FeiliaoError} not_found */
export async function lockAccount(transaction: Transaction, id: AccountId): Promise<AccountRow> {
  const row = await findAccount(transaction, id);
  if (!row) throw new FeiliaoError("not_found");
  return row;
}

/** Under what an account keeps a change; `type` null: it says only that something is there no more. */
interface Kept {
  key: string;
  type: string | null;
}

/** Appends to the log of a locked account. */
export function appendToLog(
  transaction: Transaction,
  row: AccountRow,
  change: NewAccountChange,
  kept: Kept | null = null,
): AccountChange {
  row.log_position++;
  const placed = { ...change, position: row.log_position } as AccountChange;
  transaction.write(
    "UPDATE account SET log_position = $2::integer WHERE account_id = $1::uuid",
    row.account_id,
    String(row.log_position),
  );
  transaction.write(
    `INSERT INTO account_log (account_id, position, change, key, kept_type)
     VALUES ($1::uuid, $2::integer, $3, $4, $5)`,
    row.account_id,
    String(row.log_position),
    JSON.stringify(placed),
    kept?.key ?? null,
    kept?.type ?? null,
  );
  return placed;
}

export function isIdle(row: AccountRow, idle_ms_max: number, now: number): boolean {
  return row.last_active_at !== null && now - Number(row.last_active_at) > idle_ms_max;
}

/** Of an account that has a number. */
export function toProfile(row: AccountRow): Profile {
  const { number, name, picture, pin_hash } = row;
  if (number === null) throw new FeiliaoError("not_found");
  return { account_id: idOf("account", row.account_id), number, name, picture, has_pin: pin_hash !== null };
}

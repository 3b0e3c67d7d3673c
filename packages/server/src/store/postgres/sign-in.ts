import type { AccountId, DeviceId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { DeviceIdentity, SignedIn, SignIn } from "../account-store.ts";
import { ACCOUNT_COLUMNS, type AccountRow, appendToLog, isIdle, toProfile } from "./account-rows.ts";
import { idOf, uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

/** The account of a number, made when there is none. The number is locked until the transaction ends. */
export async function ensureAccount(
  transaction: Transaction,
  number: string,
  new_account_id: AccountId,
  now: number,
): Promise<AccountRow> {
  const [owner] = await transaction.query<{ account_id: string }>(
    `INSERT INTO phone_number (number, account_id) VALUES ($1, $2::uuid)
     ON CONFLICT (number) DO UPDATE SET account_id = phone_number.account_id
     RETURNING account_id`,
    number,
    uuidOf(new_account_id),
  );
  transaction.write(
    "INSERT INTO account (account_id, number, created_at) VALUES ($1::uuid, $2, $3::bigint) ON CONFLICT DO NOTHING",
    owner!.account_id,
    number,
    String(now),
  );
  const [row] = await transaction.query<AccountRow>(
    `SELECT ${ACCOUNT_COLUMNS} FROM account WHERE account_id = $1::uuid FOR NO KEY UPDATE`,
    owner!.account_id,
  );
  return row!;
}

export async function signIn(transaction: Transaction, intent: SignIn): Promise<SignedIn> {
  const { device_id, token_hash, device_name, now } = intent;
  const present = await ensureAccount(transaction, intent.number, intent.new_account_id, now);
  const repeated = await accountOfToken(transaction, token_hash);
  if (repeated) return { identity: { account_id: repeated, device_id }, revoked: [] };
  const { row, revoked } = await accountToSignInTo(transaction, intent, present);
  const added = await transaction.query(
    `INSERT INTO device (account_id, device_id, token_hash, name, created_at, last_seen_at)
     VALUES ($1::uuid, $2::uuid, $3, $4, $5::bigint, $5::bigint)
     ON CONFLICT DO NOTHING RETURNING true`,
    ...[row.account_id, uuidOf(device_id), token_hash, device_name, String(now)],
  );
  const identity = { account_id: idOf<AccountId>("account", row.account_id), device_id };
  if (added.length === 0) return { identity, revoked };
  transaction.write(
    "INSERT INTO device_token (token_hash, account_id, device_id) VALUES ($1, $2::uuid, $3::uuid)",
    ...[token_hash, row.account_id, uuidOf(device_id)],
  );
  transaction.write(
    `UPDATE account SET claimed_at = coalesce(claimed_at, $2::bigint), last_active_at = $2::bigint
     WHERE account_id = $1::uuid`,
    ...[row.account_id, String(now)],
  );
  if (row.last_active_at === null) {
    appendToLog(transaction, row, { type: "profile", profile: toProfile(row) });
  }
  return { identity, revoked };
}

/** An account idle for long does not pass to who owns its number now: numbers are handed out again. */
async function accountToSignInTo(
  transaction: Transaction,
  intent: SignIn,
  present: AccountRow,
): Promise<{ row: AccountRow; revoked: DeviceIdentity[] }> {
  const { pin_hash } = present;
  const proven = pin_hash !== null && pin_hash === intent.proven_pin_hash;
  if (proven || !isIdle(present, intent.idle_ms_max, intent.now)) {
    if (pin_hash !== null && !proven) throw new FeiliaoError("pin_required");
    return { row: present, revoked: [] };
  }
  transaction.write("UPDATE account SET number = NULL WHERE account_id = $1::uuid", present.account_id);
  transaction.write("DELETE FROM phone_number WHERE number = $1", intent.number);
  const revoked = await revokeAll(transaction, present.account_id, intent.now);
  const row = await ensureAccount(transaction, intent.number, intent.new_account_id, intent.now);
  return { row, revoked };
}

async function revokeAll(transaction: Transaction, account: string, now: number): Promise<DeviceIdentity[]> {
  const rows = await transaction.query<{ device_id: string; token_hash: Buffer }>(
    `UPDATE device SET revoked_at = $2::bigint WHERE account_id = $1::uuid AND revoked_at IS NULL
     RETURNING device_id, token_hash`,
    ...[account, String(now)],
  );
  for (const { token_hash } of rows) {
    transaction.write(
      "UPDATE device_token SET revoked_at = $2::bigint WHERE token_hash = $1",
      token_hash,
      String(now),
    );
  }
  const account_id = idOf<AccountId>("account", account);
  return rows.map(({ device_id }) => ({ account_id, device_id: idOf<DeviceId>("device", device_id) }));
}

async function accountOfToken(transaction: Transaction, token_hash: Uint8Array): Promise<AccountId | null> {
  const [row] = await transaction.query<{ account_id: string }>(
    "SELECT account_id FROM device_token WHERE token_hash = $1",
    token_hash,
  );
  return row ? idOf("account", row.account_id) : null;
}

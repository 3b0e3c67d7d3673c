import type { AccountId, DeviceId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { DeviceIdentity, NewDevice, SignedIn, SignIn } from "../account-store.ts";
import { deviceToGiveWay } from "../device-rules.ts";
import {
  ACCOUNT_COLUMNS,
  type AccountRow,
  appendToLog,
  isIdle,
  lockAccount,
  toProfile,
} from "./account-rows.ts";
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

/** By number. @throws {FeiliaoError} pin_required, restore_required or device_limit */
export async function signIn(transaction: Transaction, intent: SignIn): Promise<SignedIn> {
  const present = await ensureAccount(transaction, intent.number, intent.new_account_id, intent.now);
  const repeated = await accountOfToken(transaction, intent);
  if (repeated) return repeated;
  const { row, released } = await accountToSignInTo(transaction, intent, present);
  const added = await add(transaction, row, intent);
  return { ...added, revoked: [...released, ...added.revoked] };
}

/** @throws {FeiliaoError} not_found, restore_required or device_limit */
export async function addDevice(
  transaction: Transaction,
  account_id: AccountId,
  device: NewDevice,
): Promise<SignedIn> {
  const row = await lockAccount(transaction, account_id);
  const repeated = await accountOfToken(transaction, device);
  if (repeated) return repeated;
  if (row.number === null) throw new FeiliaoError("not_found");
  return add(transaction, row, device);
}

/** The account loses its number: whoever registers it is somebody else. Its devices are signed out. */
export async function release(
  transaction: Transaction,
  { account_id }: AccountRow,
  number: string,
  now: number,
): Promise<DeviceIdentity[]> {
  transaction.write("UPDATE account SET number = NULL WHERE account_id = $1::uuid", account_id);
  transaction.write("DELETE FROM phone_number WHERE number = $1", number);
  transaction.write("DELETE FROM passkey WHERE account_id = $1::uuid", account_id);
  return revokeAll(transaction, account_id, now);
}

export function revokeAll(transaction: Transaction, account: string, now: number): Promise<DeviceIdentity[]> {
  return revoke(
    transaction,
    `UPDATE device SET revoked_at = $2::bigint WHERE account_id = $1::uuid AND revoked_at IS NULL
     RETURNING device_id, token_hash`,
    account,
    now,
  );
}

/** To a locked account. */
async function add(transaction: Transaction, row: AccountRow, device: NewDevice): Promise<SignedIn> {
  const { device_id, token_hash, device_name, platform = null, ip = null, now, restore } = device;
  if (row.erase_at !== null && !restore) {
    throw new FeiliaoError("restore_required", { erase_at: Number(row.erase_at) });
  }
  const revoked = await giveWay(transaction, row, now);
  transaction.write(
    `INSERT INTO device (account_id, device_id, token_hash, name, platform, ip, created_at, last_seen_at)
     VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7::bigint, $7::bigint)`,
    ...[row.account_id, uuidOf(device_id), token_hash, device_name, platform, ip, String(now)],
  );
  transaction.write(
    "INSERT INTO device_token (token_hash, account_id, device_id) VALUES ($1, $2::uuid, $3::uuid)",
    ...[token_hash, row.account_id, uuidOf(device_id)],
  );
  transaction.write(
    `UPDATE account SET claimed_at = coalesce(claimed_at, $2::bigint), last_active_at = $2::bigint, erase_at = NULL
     WHERE account_id = $1::uuid`,
    ...[row.account_id, String(now)],
  );
  if (row.last_active_at === null) {
    appendToLog(transaction, row, { type: "profile", profile: toProfile(row) });
  }
  return { identity: { account_id: idOf<AccountId>("account", row.account_id), device_id }, revoked };
}

/** Signs out the device that has to give way to a new one, if any. */
async function giveWay(transaction: Transaction, row: AccountRow, now: number): Promise<DeviceIdentity[]> {
  const active = await transaction.query<{ device_id: string; last_seen_at: string }>(
    "SELECT device_id, last_seen_at FROM device WHERE account_id = $1::uuid AND revoked_at IS NULL",
    row.account_id,
  );
  const present = active.map(({ device_id, last_seen_at }) => ({
    device_id: idOf<DeviceId>("device", device_id),
    last_seen_at: Number(last_seen_at),
  }));
  const former = deviceToGiveWay(present, now);
  if (!former) return [];
  return revoke(
    transaction,
    `UPDATE device SET revoked_at = $2::bigint WHERE account_id = $1::uuid AND device_id = $3::uuid
     RETURNING device_id, token_hash`,
    row.account_id,
    now,
    uuidOf(former),
  );
}

/** An account idle for long does not pass to who owns its number now: numbers are handed out again. */
async function accountToSignInTo(
  transaction: Transaction,
  intent: SignIn,
  present: AccountRow,
): Promise<{ row: AccountRow; released: DeviceIdentity[] }> {
  const { pin_hash } = present;
  const proven = pin_hash !== null && pin_hash === intent.proven_pin_hash;
  if (proven || !isIdle(present, intent.idle_ms_max, intent.now)) {
    if (pin_hash !== null && !proven) throw new FeiliaoError("pin_required");
    return { row: present, released: [] };
  }
  const released = await release(transaction, present, intent.number, intent.now);
  const row = await ensureAccount(transaction, intent.number, intent.new_account_id, intent.now);
  return { row, released };
}

/** Signs out what a statement finds. The token lies by itself, so that whoever brings one is found. */
async function revoke(
  transaction: Transaction,
  statement: string,
  account: string,
  now: number,
  ...more: string[]
): Promise<DeviceIdentity[]> {
  const rows = await transaction.query<{ device_id: string; token_hash: Buffer }>(
    statement,
    ...[account, String(now), ...more],
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

/** Signing in the same device again changes nothing. */
async function accountOfToken(
  transaction: Transaction,
  { token_hash, device_id }: NewDevice,
): Promise<SignedIn | null> {
  const [row] = await transaction.query<{ account_id: string }>(
    "SELECT account_id FROM device_token WHERE token_hash = $1",
    token_hash,
  );
  if (!row) return null;
  return { identity: { account_id: idOf<AccountId>("account", row.account_id), device_id }, revoked: [] };
}

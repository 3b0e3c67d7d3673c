import type { AccountId, DeviceId, DevicePlatform } from "@feiliao/protocol";
import type { AccountStore, DeviceIdentity } from "../account-store.ts";
import { arrayOf } from "./array-literal.ts";
import type { Database } from "./database.ts";
import { idOf, isId, uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

type DeviceMethods = Pick<
  AccountStore,
  | "deviceByToken"
  | "handset"
  | "reach"
  | "isActive"
  | "devices"
  | "renameDevice"
  | "revokeDevice"
  | "revokedSince"
  | "touch"
>;

type IdentityRow = { account_id: string; device_id: string };

/** How exact last_seen_at is: a busy device does not write its row with every request. */
const TOUCH_INTERVAL_MS = 60_000;

export function postgresDevices(database: Database): DeviceMethods {
  return {
    async deviceByToken(token_hash) {
      const [row] = await database.query<IdentityRow>(
        "SELECT account_id, device_id FROM device_token WHERE token_hash = $1 AND revoked_at IS NULL",
        token_hash,
      );
      return row ? toIdentity(row) : null;
    },
    handset: (account_id, new_device_id, now) =>
      database.transaction((transaction) => handset(transaction, account_id, new_device_id, now)),
    async reach(account_ids) {
      const rows = await database.query<{
        account_id: string;
        number: string;
        name: string | null;
        has_app: boolean;
      }>(
        `SELECT account_id, number, name, EXISTS (
           SELECT FROM device WHERE device.account_id = account.account_id AND revoked_at IS NULL) AS has_app
         FROM account WHERE account_id = ANY($1::uuid[]) AND number IS NOT NULL`,
        arrayOf(account_ids.map(uuidOf)),
      );
      return rows.map((row) => ({ ...row, account_id: idOf<AccountId>("account", row.account_id) }));
    },
    async isActive({ account_id, device_id }) {
      if (!isId(device_id)) return false;
      const rows = await database.query(
        "SELECT FROM device WHERE account_id = $1::uuid AND device_id = $2::uuid AND revoked_at IS NULL",
        ...[uuidOf(account_id), uuidOf(device_id)],
      );
      return rows.length > 0;
    },
    async devices(account_id) {
      const rows = await database.query<{
        device_id: string;
        name: string;
        platform: DevicePlatform | null;
        ip: string | null;
        created_at: string;
        last_seen_at: string;
      }>(
        `SELECT device_id, name, platform, ip, created_at, last_seen_at FROM device
         WHERE account_id = $1::uuid AND revoked_at IS NULL ORDER BY created_at, device_id`,
        uuidOf(account_id),
      );
      return rows.map(({ device_id, created_at, last_seen_at, ...device }) => ({
        ...device,
        device_id: idOf<DeviceId>("device", device_id),
        created_at: Number(created_at),
        last_seen_at: Number(last_seen_at),
      }));
    },
    async renameDevice(account_id, device_id, name) {
      if (!isId(device_id)) return false;
      const renamed = await database.change(
        `UPDATE device SET name = $3
         WHERE account_id = $1::uuid AND device_id = $2::uuid AND revoked_at IS NULL`,
        ...[uuidOf(account_id), uuidOf(device_id), name],
      );
      return renamed > 0;
    },
    revokeDevice: async (account_id, device_id, now) =>
      isId(device_id) && revoke(database, { account_id, device_id }, now),
    async revokedSince(time) {
      const rows = await database.query<IdentityRow>(
        "SELECT account_id, device_id FROM device WHERE revoked_at >= $1::bigint",
        String(time),
      );
      return rows.map(toIdentity);
    },
    async touch({ account_id, device_id }, now) {
      const touched = await database.change(
        `UPDATE device SET last_seen_at = $3::bigint
         WHERE account_id = $1::uuid AND device_id = $2::uuid AND last_seen_at <= $3::bigint - $4::bigint`,
        ...[uuidOf(account_id), uuidOf(device_id), String(now), String(TOUCH_INTERVAL_MS)],
      );
      if (touched === 0) return;
      await database.query(
        "UPDATE account SET last_active_at = $2::bigint WHERE account_id = $1::uuid",
        ...[uuidOf(account_id), String(now)],
      );
    },
  };
}

/** No token has the hash of its row: it is signed out from the beginning. Of two that are made at once, one is kept. */
async function handset(
  transaction: Transaction,
  account_id: AccountId,
  new_device_id: DeviceId,
  now: number,
): Promise<DeviceId> {
  transaction.write("SELECT FROM account WHERE account_id = $1::uuid FOR UPDATE", uuidOf(account_id));
  const [present] = await transaction.query<{ device_id: string }>(
    "SELECT device_id FROM device WHERE account_id = $1::uuid AND platform = 'handset'",
    uuidOf(account_id),
  );
  if (present) return idOf<DeviceId>("device", present.device_id);
  transaction.write(
    `INSERT INTO device (account_id, device_id, token_hash, name, platform, created_at, last_seen_at, revoked_at)
     VALUES ($1::uuid, $2::uuid, $3, '', 'handset', $4::bigint, $4::bigint, 0)`,
    ...[uuidOf(account_id), uuidOf(new_device_id), Buffer.from(new_device_id), String(now)],
  );
  return new_device_id;
}

/** The token lies by itself, so that whoever brings one is found; it ends with its device. */
function revoke(
  database: Database,
  { account_id, device_id }: DeviceIdentity,
  now: number,
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [revoked] = await transaction.query<{ token_hash: Buffer }>(
      `UPDATE device SET revoked_at = $3::bigint
       WHERE account_id = $1::uuid AND device_id = $2::uuid AND revoked_at IS NULL RETURNING token_hash`,
      ...[uuidOf(account_id), uuidOf(device_id), String(now)],
    );
    if (!revoked) return false;
    transaction.write(
      "UPDATE device_token SET revoked_at = $2::bigint WHERE token_hash = $1",
      revoked.token_hash,
      String(now),
    );
    return true;
  });
}

function toIdentity(row: IdentityRow): DeviceIdentity {
  return {
    account_id: idOf<AccountId>("account", row.account_id),
    device_id: idOf<DeviceId>("device", row.device_id),
  };
}

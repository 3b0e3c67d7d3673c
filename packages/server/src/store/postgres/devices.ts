import type { AccountId, DeviceId, DevicePlatform } from "@feiliao/protocol";
import type { AccountStore, DeviceIdentity } from "../account-store.ts";
import type { Database } from "./database.ts";
import { idOf, isId, uuidOf } from "./ids.ts";

type DeviceMethods = Pick<
  AccountStore,
  "deviceByToken" | "isActive" | "devices" | "renameDevice" | "revokeDevice" | "revokedSince" | "touch"
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

import type { Database } from "bun:sqlite";
import type { AccountId, DeviceId } from "@feiliao/protocol";
import type { AccountStore, Device, DeviceIdentity, Reach } from "../account-store.ts";
import type { DeviceRows } from "./device-rows.ts";
import type { Directory } from "./directory.ts";
import type { SqliteWriter } from "./writer.ts";

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

/** How exact last_seen_at is: a busy device does not write its row with every request. */
const TOUCH_INTERVAL_MS = 60_000;

export function sqliteDevices(
  database: Database,
  directory: Directory,
  rows: DeviceRows,
  writer: SqliteWriter,
): DeviceMethods {
  const queries = deviceQueries(database);
  return {
    renameDevice: (account_id, device_id, name) =>
      writer.write(() => queries.rename.run(name, device_id, directory.accountNo(account_id)).changes > 0),
    revokeDevice: (account_id, device_id, now) =>
      writer.write(() => rows.revoke(directory.accountNo(account_id), device_id, now)),

    handset: (account_id, new_device_id, now) =>
      writer.write(() => rows.handset(directory.accountNo(account_id)!, new_device_id, now)),

    async reach(account_ids) {
      return account_ids.flatMap((account_id) => {
        const reach = queries.reach.get(account_id);
        return reach ? [{ ...reach, has_app: reach.has_app === 1 }] : [];
      });
    },
    async deviceByToken(token_hash) {
      return queries.byToken.get(token_hash);
    },
    async isActive({ account_id, device_id }) {
      const owner = queries.ownerOfActive.get(device_id);
      return owner?.account_id === account_id;
    },
    async revokedSince(time) {
      return queries.revokedSince
        .all(time)
        .map(({ id, account_no }) => ({ account_id: directory.accountId(account_no), device_id: id }));
    },
    async devices(account_id) {
      return queries.devices.all(directory.accountNo(account_id));
    },
    async touch({ account_id, device_id }, now) {
      const device = queries.lastSeen.get(device_id);
      if (!device || now - device.last_seen_at < TOUCH_INTERVAL_MS) return;
      await writer.write(() => {
        queries.touchDevice.run(now, device_id);
        queries.touchAccount.run(now, directory.accountNo(account_id));
      });
    },
  };
}

function deviceQueries(database: Database) {
  return {
    // Joined, because the directory need not remember everybody who is only connected.
    byToken: database.query<DeviceIdentity, [Uint8Array]>(
      `SELECT account.id AS account_id, device.id AS device_id
       FROM device JOIN account ON account.no = device.account_no
       WHERE token_hash = ? AND revoked_at IS NULL`,
    ),
    ownerOfActive: database.query<{ account_id: AccountId }, [string]>(
      `SELECT account.id AS account_id FROM device JOIN account ON account.no = device.account_no
       WHERE device.id = ? AND revoked_at IS NULL`,
    ),
    reach: database.query<Omit<Reach, "has_app"> & { has_app: number }, [string]>(
      `SELECT id AS account_id, number, name, EXISTS (
         SELECT 1 FROM device WHERE account_no = account.no AND revoked_at IS NULL) AS has_app
       FROM account WHERE id = ? AND number IS NOT NULL`,
    ),
    devices: database.query<Device, [number | null]>(
      `SELECT id AS device_id, name, platform, ip, created_at, last_seen_at FROM device
       WHERE account_no = ? AND revoked_at IS NULL ORDER BY created_at`,
    ),
    lastSeen: database.query<{ last_seen_at: number }, [string]>(
      "SELECT last_seen_at FROM device WHERE id = ?",
    ),
    touchDevice: database.query<unknown, [number, string]>("UPDATE device SET last_seen_at = ? WHERE id = ?"),
    touchAccount: database.query<unknown, [number, number | null]>(
      "UPDATE account SET last_active_at = ? WHERE no = ?",
    ),
    rename: database.query<unknown, [string, string, number | null]>(
      "UPDATE device SET name = ? WHERE id = ? AND account_no = ? AND revoked_at IS NULL",
    ),
    revokedSince: database.query<{ id: DeviceId; account_no: number }, [number]>(
      "SELECT id, account_no FROM device WHERE revoked_at >= ?",
    ),
  };
}

import type { Database } from "bun:sqlite";
import type { AccountId, DeviceId } from "@feiliao/protocol";
import type { DeviceIdentity, NewDevice } from "../account-store.ts";
import { deviceToGiveWay } from "../device-rules.ts";
import type { AccountRow } from "./account-rows.ts";

type DeviceValues = [string, number, Uint8Array, string, string | null, string | null, number, number];

/** The device table, for writes that use it in their own transaction. */
export class DeviceRows {
  readonly #queries;

  constructor(database: Database) {
    this.#queries = {
      owner: database.query<{ account_id: AccountId }, [string]>(
        `SELECT account.id AS account_id FROM device JOIN account ON account.no = device.account_no
         WHERE device.id = ?`,
      ),
      active: database.query<{ device_id: DeviceId; last_seen_at: number }, [number]>(
        "SELECT id AS device_id, last_seen_at FROM device WHERE account_no = ? AND revoked_at IS NULL",
      ),
      insert: database.query<unknown, DeviceValues>(
        `INSERT INTO device (id, account_no, token_hash, name, platform, ip, created_at, last_seen_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      handset: database.query<{ id: DeviceId }, [number]>(
        "SELECT id FROM device WHERE account_no = ? AND platform = 'handset'",
      ),
      insertHandset: database.query<unknown, [string, number, Uint8Array, number]>(
        `INSERT INTO device (id, account_no, token_hash, name, platform, created_at, last_seen_at, revoked_at)
         VALUES (?, ?, ?, '', 'handset', ?4, ?4, 0)`,
      ),
      claim: database.query<unknown, [number, number, number]>(
        `UPDATE account SET claimed_at = coalesce(claimed_at, ?), last_active_at = ?, erase_at = NULL
         WHERE no = ?`,
      ),
      revoke: database.query<unknown, [number, string, number | null]>(
        "UPDATE device SET revoked_at = ? WHERE id = ? AND account_no = ? AND revoked_at IS NULL",
      ),
      revokeAll: database.query<{ id: DeviceId }, [number, number]>(
        "UPDATE device SET revoked_at = ? WHERE account_no = ? AND revoked_at IS NULL RETURNING id",
      ),
    };
  }

  /** Whose device it is, also when it was signed out. */
  ownerOf(device_id: DeviceId): AccountId | null {
    return this.#queries.owner.get(device_id)?.account_id ?? null;
  }

  /**
   * Within a write only. Answers the device that had to give way, if any.
   *
   * @throws {FeiliaoError} device_limit
   */
  add(row: AccountRow, device: NewDevice): DeviceIdentity[] {
    const { device_id, token_hash, device_name, platform = null, ip = null, now } = device;
    const former = deviceToGiveWay(this.#queries.active.all(row.no), now);
    if (former) this.revoke(row.no, former, now);
    this.#queries.insert.run(device_id, row.no, token_hash, device_name, platform, ip, now, now);
    this.#queries.claim.run(now, now, row.no);
    return former ? [{ account_id: row.id, device_id: former }] : [];
  }

  /** Within a write only. No token has the hash of its row: it is signed out from the beginning. */
  handset(account_no: number, new_device_id: DeviceId, now: number): DeviceId {
    const present = this.#queries.handset.get(account_no);
    if (present) return present.id;
    this.#queries.insertHandset.run(new_device_id, account_no, Buffer.from(new_device_id), now);
    return new_device_id;
  }

  /** Within a write only. False when the account has no such device. */
  revoke(account_no: number | null, device_id: DeviceId, now: number): boolean {
    return this.#queries.revoke.run(now, device_id, account_no).changes > 0;
  }

  /** Within a write only. */
  revokeAll({ no, id: account_id }: AccountRow, now: number): DeviceIdentity[] {
    return this.#queries.revokeAll.all(now, no).map(({ id: device_id }) => ({ account_id, device_id }));
  }
}

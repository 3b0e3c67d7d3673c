import type { Database } from "bun:sqlite";
import type { AccountId, DeviceId, Profile } from "@feiliao/protocol";
import type { AccountStore, DeviceIdentity, NumberChange } from "../account-store.ts";
import { mayTakeNumber } from "../number-rules.ts";
import { type AccountRow, type AccountRows, isIdle, toProfile } from "./account-rows.ts";
import type { DeviceRows } from "./device-rows.ts";
import type { OutboxRows } from "./outbox.ts";
import type { PasskeyRows } from "./passkeys.ts";
import type { SignIns } from "./sign-in.ts";
import type { SqliteWriter } from "./writer.ts";

interface Parts {
  database: Database;
  accounts: AccountRows;
  devices: DeviceRows;
  passkeys: PasskeyRows;
  signIns: SignIns;
  outbox: OutboxRows;
}

type EndMethods = Pick<
  AccountStore,
  "changeNumber" | "scheduleErasure" | "dueErasures" | "erase" | "forgetListed"
>;

/** What an account gives up: its number for another one, or itself. */
export function sqliteAccountEnds(parts: Parts, writer: SqliteWriter): EndMethods {
  const { database, accounts, devices, passkeys, signIns, outbox } = parts;
  const queries = endQueries(database);

  function changeNumber(change: NumberChange): { profile: Profile; revoked: DeviceIdentity[] } {
    const { account_id, number } = change;
    const row = accounts.require(account_id);
    if (row.number === number) return { profile: toProfile(row), revoked: [] };
    const present = accounts.ofNumber(number);
    const revoked = present ? makeRoom(present, change) : [];
    accounts.setNumber(row, number);
    const profile = toProfile({ ...row, number });
    accounts.log(row, { type: "profile", profile });
    outbox.queue({ kind: "profile_changed", account_id });
    return { profile, revoked };
  }

  function makeRoom(present: AccountRow, { idle_ms_max, now }: NumberChange): DeviceIdentity[] {
    const { last_active_at, erase_at } = present;
    const idle = isIdle(present, idle_ms_max, now);
    mayTakeNumber({ claimed: last_active_at !== null, idle, erase_at });
    return signIns.release(present, now);
  }

  function scheduleErasure(account_id: AccountId, erase_at: number, now: number): DeviceIdentity[] {
    const row = accounts.require(account_id);
    queries.schedule.run(erase_at, row.no);
    return devices.revokeAll(row, now);
  }

  function erase(account_id: AccountId, now: number): boolean {
    const row = accounts.find(account_id);
    if (!row || row.erase_at === null || row.erase_at > now) return false;
    devices.revokeAll(row, now);
    const { id: device_id } = queries.lastDevice.get(row.no)!;
    passkeys.removeAll(row.no);
    for (const query of queries.erase) query.run(row.no);
    queries.eraseAccount.run(now, row.no);
    outbox.queue({ kind: "account_erased", account_id, device_id });
    return true;
  }

  return {
    changeNumber: (change) => writer.write(() => changeNumber(change)),
    scheduleErasure: (account_id, erase_at, now) =>
      writer.write(() => scheduleErasure(account_id, erase_at, now)),
    dueErasures: async (now, limit) => queries.due.all(now, limit).map(({ id }) => id),
    erase: (account_id, now) => writer.write(() => erase(account_id, now)),
    forgetListed: (account_id) =>
      writer.write(() => void queries.forgetListed.run(accounts.require(account_id).no)),
  };
}

function endQueries(database: Database) {
  const ofAccount = (statement: string) => database.query<unknown, [number]>(statement);
  return {
    schedule: database.query<unknown, [number, number]>("UPDATE account SET erase_at = ? WHERE no = ?"),
    due: database.query<{ id: AccountId }, [number, number]>(
      "SELECT id FROM account WHERE erase_at <= ? ORDER BY erase_at LIMIT ?",
    ),
    lastDevice: database.query<{ id: DeviceId }, [number]>(
      "SELECT id FROM device WHERE account_no = ? ORDER BY no DESC LIMIT 1",
    ),
    eraseAccount: database.query<unknown, [number, number]>(
      `UPDATE account SET number = NULL, name = NULL, picture = NULL, pin_hash = NULL, erase_at = NULL,
         erased_at = ? WHERE no = ?`,
    ),
    // The rows of devices stay: entries in the logs of others name them.
    erase: [
      ofAccount("DELETE FROM account_log WHERE account_no = ?"),
      ofAccount("DELETE FROM scheduled WHERE account_no = ?"),
      ofAccount("DELETE FROM upload WHERE account_no = ?"),
      ofAccount("DELETE FROM blob_grant WHERE account_no = ?"),
      ofAccount("UPDATE device SET name = '', platform = NULL, ip = NULL WHERE account_no = ?"),
    ],
    forgetListed: ofAccount("DELETE FROM listing WHERE account_no = ?"),
  };
}

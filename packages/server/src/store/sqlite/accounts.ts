import type { Database } from "bun:sqlite";
import type { AccountChange, AccountId, ConversationId, Profile } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { AccountStore, NewAccountChange } from "../account-store.ts";
import { keptKey } from "../kept-keys.ts";
import { isGone } from "../kept-rules.ts";
import { sqliteAccountEnds } from "./account-end.ts";
import { type AccountRows, isIdle, toProfile } from "./account-rows.ts";
import type { DeviceRows } from "./device-rows.ts";
import { sqliteDevices } from "./devices.ts";
import type { Directory } from "./directory.ts";
import type { MediaRows } from "./media.ts";
import type { OutboxRows } from "./outbox.ts";
import type { PasskeyRows } from "./passkeys.ts";
import type { SignIns } from "./sign-in.ts";
import type { SqliteWriter } from "./writer.ts";

interface Parts {
  database: Database;
  directory: Directory;
  accounts: AccountRows;
  devices: DeviceRows;
  media: MediaRows;
  outbox: OutboxRows;
  passkeys: PasskeyRows;
  signIns: SignIns;
}

export function sqliteAccounts(parts: Parts, writer: SqliteWriter): AccountStore {
  const { database, directory, accounts, devices, media, outbox, signIns } = parts;
  const queries = accountQueries(database);

  function keep(id: AccountId, key: string, change: NewAccountChange, kept_max: number): AccountChange {
    const row = accounts.require(id);
    if (kept_max < Infinity && !isGone(change) && othersKept(row, key, change.type) >= kept_max) {
      throw new FeiliaoError("limit_reached");
    }
    if (change.type === "block") {
      outbox.queue({ kind: "block_changed", account_id: id, address: change.address });
    }
    queries.forget.run(row.no, key);
    return accounts.log(row, change, key);
  }

  function othersKept({ no }: { no: number }, key: string, type: string): number {
    const kept = queries.keptOfType.all(no, key, type);
    return kept.filter(({ change }) => !isGone(JSON.parse(change) as AccountChange)).length;
  }

  function setProfile(id: AccountId, change: Parameters<AccountStore["setProfile"]>[1]): Profile {
    const row = accounts.require(id);
    if (change.picture && !media.isGranted(row.no, change.picture)) throw new FeiliaoError("media_missing");
    const name = change.name ?? row.name;
    const picture = change.picture === undefined ? row.picture : change.picture;
    queries.setProfile.run(name, picture, row.no);
    const profile = toProfile({ ...row, name, picture });
    accounts.log(row, { type: "profile", profile });
    outbox.queue({ kind: "profile_changed", account_id: id });
    return profile;
  }

  function setPinHash(id: AccountId, hash: string | null): void {
    const row = accounts.require(id);
    queries.setPin.run(hash, row.no);
    accounts.log(row, { type: "profile", profile: toProfile({ ...row, pin_hash: hash }) });
  }

  function list(
    id: AccountId,
    change: Extract<NewAccountChange, { type: "conversation" }>,
  ): AccountChange | null {
    const row = accounts.require(id);
    if (row.erased_at !== null) return null;
    const { conversation_id, state } = change;
    const listed = queries.list.get(row.no, conversation_id, change.opened_by_me ? 1 : 0, state);
    return listed ? accounts.log(row, { ...change, opened_by_me: listed.opened === 1 }) : null;
  }

  return {
    ...sqliteDevices(database, directory, devices, writer),
    ...sqliteAccountEnds(parts, writer),
    ensure: (number, new_account_id, now) =>
      writer.write(() => (accounts.ofNumber(number) ?? accounts.insert(new_account_id, number, now)).id),
    signIn: (intent) => writer.write(() => signIns.signIn(intent)),
    addDevice: (account_id, device) => writer.write(() => signIns.addDevice(account_id, device)),
    setProfile: (id, change) => writer.write(() => setProfile(id, change)),
    setPinHash: (id, hash) => writer.write(() => setPinHash(id, hash)),
    list: (id, change) => writer.write(() => list(id, change)),
    setContact: (id, address, name) =>
      writer.write(() => keep(id, keptKey.contact(address), { type: "contact", address, name }, Infinity)),
    keep: (id, key, change, kept_max = Infinity) => writer.write(() => keep(id, key, change, kept_max)),

    async profile(id) {
      const row = accounts.find(id);
      return row?.number ? toProfile(row) : null;
    },
    async pinHash(id) {
      return accounts.require(id).pin_hash;
    },
    async numberState(number, idle_ms_max, now) {
      const row = accounts.ofNumber(number);
      const idle = row !== null && isIdle(row, idle_ms_max, now);
      const account_id = row?.id ?? null;
      return { account_id, pin_hash: row?.pin_hash ?? null, idle, erase_at: row?.erase_at ?? null };
    },
    async kept(id, key) {
      const row = queries.kept.get(accounts.require(id).no, key);
      return row && (JSON.parse(row.change) as AccountChange);
    },
    async hasOpened(id, conversation_id) {
      return queries.opened.get(accounts.require(id).no, conversation_id)?.opened === 1;
    },
    async log(id, after, limit) {
      const row = accounts.require(id);
      const changes = queries.log
        .all(row.no, after, limit)
        .map(({ change }) => JSON.parse(change) as AccountChange);
      return { changes, position: row.log_position };
    },
    async listed(id) {
      return queries.listed.all(accounts.require(id).no).map((row) => row.conversation_id);
    },
  };
}

function accountQueries(database: Database) {
  return {
    setProfile: database.query<unknown, [string | null, string | null, number]>(
      "UPDATE account SET name = ?, picture = ? WHERE no = ?",
    ),
    setPin: database.query<unknown, [string | null, number]>("UPDATE account SET pin_hash = ? WHERE no = ?"),
    forget: database.query<unknown, [number, string]>(
      "DELETE FROM account_log WHERE account_no = ? AND key = ?",
    ),
    kept: database.query<{ change: string }, [number, string]>(
      "SELECT change FROM account_log WHERE account_no = ? AND key = ?",
    ),
    keptOfType: database.query<{ change: string }, [number, string, string]>(
      `SELECT change FROM account_log
       WHERE account_no = ? AND key IS NOT NULL AND key <> ? AND change ->> 'type' = ?`,
    ),
    log: database.query<{ change: string }, [number, number, number]>(
      "SELECT change FROM account_log WHERE account_no = ? AND position > ? ORDER BY position LIMIT ?",
    ),
    list: database.query<{ opened: number }, [number, string, number, string]>(
      `INSERT INTO listing (account_no, conversation_id, opened, state) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET opened = max(excluded.opened, listing.opened), state = excluded.state
         WHERE excluded.opened > listing.opened OR excluded.state <> listing.state
       RETURNING opened`,
    ),
    opened: database.query<{ opened: number }, [number, string]>(
      "SELECT opened FROM listing WHERE account_no = ? AND conversation_id = ?",
    ),
    listed: database.query<{ conversation_id: ConversationId }, [number]>(
      "SELECT conversation_id FROM listing WHERE account_no = ?",
    ),
  };
}

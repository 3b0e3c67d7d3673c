import type { Database } from "bun:sqlite";
import type { AccountChange, AccountId, ConversationId, DeviceId, Profile } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type {
  AccountStore,
  Device,
  DeviceIdentity,
  NewAccountChange,
  SignedIn,
  SignIn,
} from "../account-store.ts";
import { isGone } from "../kept-rules.ts";
import type { Directory } from "./directory.ts";
import type { MediaRows } from "./media.ts";
import type { OutboxRows } from "./outbox.ts";
import type { SqliteWriter } from "./writer.ts";

interface AccountRow {
  no: number;
  id: AccountId;
  number: string;
  name: string | null;
  picture: Profile["picture"];
  pin_hash: string | null;
  last_active_at: number | null;
  log_position: number;
}

interface Parts {
  database: Database;
  directory: Directory;
  media: MediaRows;
  outbox: OutboxRows;
}

/** How exact last_seen_at is: a busy device does not write its row with every request. */
const TOUCH_INTERVAL_MS = 60_000;

export function sqliteAccounts(
  { database, directory, media, outbox }: Parts,
  writer: SqliteWriter,
): AccountStore {
  const queries = accountQueries(database);

  function account(id: AccountId): AccountRow {
    const row = queries.byId.get(id);
    if (!row) throw new FeiliaoError("not_found");
    return row;
  }

  function insert(id: AccountId, number: string, now: number): AccountRow {
    queries.insert.run(id, number, now);
    return queries.byNumber.get(number)!;
  }

  function log(row: { no: number }, change: NewAccountChange, key: string | null = null): AccountChange {
    const { log_position: position } = queries.nextPosition.get(row.no)!;
    const placed = { ...change, position } as AccountChange;
    queries.appendLog.run(row.no, position, JSON.stringify(placed), key);
    return placed;
  }

  function keep(id: AccountId, key: string, change: NewAccountChange, kept_max: number): AccountChange {
    const row = account(id);
    if (kept_max < Infinity && !isGone(change) && othersKept(row, key, change.type) >= kept_max) {
      throw new FeiliaoError("limit_reached");
    }
    queries.forget.run(row.no, key);
    return log(row, change, key);
  }

  function othersKept({ no }: { no: number }, key: string, type: string): number {
    const kept = queries.keptOfType.all(no, key, type);
    return kept.filter(({ change }) => !isGone(JSON.parse(change) as AccountChange)).length;
  }

  function isIdle(row: AccountRow, idle_ms_max: number, now: number): boolean {
    return row.last_active_at !== null && now - row.last_active_at > idle_ms_max;
  }

  /** An account idle for long does not pass to who owns its number now: numbers are handed out again. */
  function accountToSignInTo(intent: SignIn): { row: AccountRow; revoked: DeviceIdentity[] } {
    const { number, now } = intent;
    const present = queries.byNumber.get(number);
    if (!present) return { row: insert(intent.new_account_id, number, now), revoked: [] };
    const proven = present.pin_hash !== null && present.pin_hash === intent.proven_pin_hash;
    if (proven || !isIdle(present, intent.idle_ms_max, now)) {
      if (present.pin_hash !== null && !proven) throw new FeiliaoError("pin_required");
      return { row: present, revoked: [] };
    }
    queries.releaseNumber.run(present.no);
    const revoked = queries.revokeAll
      .all(now, present.no)
      .map(({ id }) => ({ account_id: present.id, device_id: id }));
    return { row: insert(intent.new_account_id, number, now), revoked };
  }

  function signIn(intent: SignIn): SignedIn {
    const { device_id, token_hash, device_name, now } = intent;
    const repeated = queries.device.get(device_id);
    if (repeated) {
      return { identity: { account_id: directory.accountId(repeated.account_no), device_id }, revoked: [] };
    }
    const { row, revoked } = accountToSignInTo(intent);
    queries.insertDevice.run(device_id, row.no, token_hash, device_name, now, now);
    queries.claim.run(now, now, row.no);
    if (row.last_active_at === null) log(row, { type: "profile", profile: toProfile(row) });
    return { identity: { account_id: row.id, device_id }, revoked };
  }

  function setProfile(id: AccountId, change: Parameters<AccountStore["setProfile"]>[1]): Profile {
    const row = account(id);
    if (change.picture && !media.isGranted(row.no, change.picture)) throw new FeiliaoError("media_missing");
    const name = change.name ?? row.name;
    const picture = change.picture === undefined ? row.picture : change.picture;
    queries.setProfile.run(name, picture, row.no);
    const profile = toProfile({ ...row, name, picture });
    log(row, { type: "profile", profile });
    outbox.queue({ kind: "profile_changed", account_id: id });
    return profile;
  }

  function setPinHash(id: AccountId, hash: string | null): void {
    const row = account(id);
    queries.setPin.run(hash, row.no);
    log(row, { type: "profile", profile: toProfile({ ...row, pin_hash: hash }) });
  }

  function list(
    id: AccountId,
    change: Extract<NewAccountChange, { type: "conversation" }>,
  ): AccountChange | null {
    const row = account(id);
    const { conversation_id, state } = change;
    const listed = queries.list.get(row.no, conversation_id, change.opened_by_me ? 1 : 0, state);
    return listed ? log(row, { ...change, opened_by_me: listed.opened === 1 }) : null;
  }

  return {
    ensure: (number, new_account_id, now) =>
      writer.write(() => (queries.byNumber.get(number) ?? insert(new_account_id, number, now)).id),
    signIn: (intent) => writer.write(() => signIn(intent)),
    setProfile: (id, change) => writer.write(() => setProfile(id, change)),
    setPinHash: (id, hash) => writer.write(() => setPinHash(id, hash)),
    list: (id, change) => writer.write(() => list(id, change)),
    setContact: (id, address, name) =>
      writer.write(() => log(account(id), { type: "contact", address, name })),
    keep: (id, key, change, kept_max = Infinity) => writer.write(() => keep(id, key, change, kept_max)),
    revokeDevice: (account_id, device_id, now) =>
      writer.write(() => queries.revoke.run(now, device_id, directory.accountNo(account_id)).changes > 0),

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
      const device = queries.device.get(device_id);
      if (!device || now - device.last_seen_at < TOUCH_INTERVAL_MS) return;
      await writer.write(() => {
        queries.touchDevice.run(now, device_id);
        queries.touchAccount.run(now, directory.accountNo(account_id));
      });
    },
    async profile(id) {
      const row = queries.byId.get(id);
      return row && toProfile(row);
    },
    async pinState(number, idle_ms_max, now) {
      const row = queries.byNumber.get(number);
      return { hash: row?.pin_hash ?? null, idle: row !== null && isIdle(row, idle_ms_max, now) };
    },
    async kept(id, key) {
      const row = queries.kept.get(account(id).no, key);
      return row && (JSON.parse(row.change) as AccountChange);
    },
    async log(id, after, limit) {
      const row = account(id);
      const changes = queries.log
        .all(row.no, after, limit)
        .map(({ change }) => JSON.parse(change) as AccountChange);
      return { changes, position: row.log_position };
    },
    async listed(id) {
      return queries.listed.all(account(id).no).map((row) => row.conversation_id);
    },
  };
}

function toProfile(row: AccountRow): Profile {
  const { id, number, name, picture, pin_hash } = row;
  return { account_id: id, number, name, picture, has_pin: pin_hash !== null };
}

function accountQueries(database: Database) {
  return {
    byId: database.query<AccountRow, [string]>("SELECT * FROM account WHERE id = ?"),
    byNumber: database.query<AccountRow, [string]>("SELECT * FROM account WHERE number = ?"),
    insert: database.query<unknown, [string, string, number]>(
      "INSERT INTO account (id, number, created_at) VALUES (?, ?, ?)",
    ),
    releaseNumber: database.query<unknown, [number]>("UPDATE account SET number = NULL WHERE no = ?"),
    claim: database.query<unknown, [number, number, number]>(
      "UPDATE account SET claimed_at = coalesce(claimed_at, ?), last_active_at = ? WHERE no = ?",
    ),
    setProfile: database.query<unknown, [string | null, string | null, number]>(
      "UPDATE account SET name = ?, picture = ? WHERE no = ?",
    ),
    setPin: database.query<unknown, [string | null, number]>("UPDATE account SET pin_hash = ? WHERE no = ?"),
    touchAccount: database.query<unknown, [number, number | null]>(
      "UPDATE account SET last_active_at = ? WHERE no = ?",
    ),
    nextPosition: database.query<{ log_position: number }, [number]>(
      "UPDATE account SET log_position = log_position + 1 WHERE no = ? RETURNING log_position",
    ),
    appendLog: database.query<unknown, [number, number, string, string | null]>(
      "INSERT INTO account_log (account_no, position, change, key) VALUES (?, ?, ?, ?)",
    ),
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
    listed: database.query<{ conversation_id: ConversationId }, [number]>(
      "SELECT conversation_id FROM listing WHERE account_no = ?",
    ),
    device: database.query<{ account_no: number; last_seen_at: number; revoked_at: number | null }, [string]>(
      "SELECT account_no, last_seen_at, revoked_at FROM device WHERE id = ?",
    ),
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
    devices: database.query<Device, [number | null]>(
      `SELECT id AS device_id, name, created_at, last_seen_at FROM device
       WHERE account_no = ? AND revoked_at IS NULL ORDER BY created_at`,
    ),
    insertDevice: database.query<unknown, [string, number, Uint8Array, string, number, number]>(
      "INSERT INTO device (id, account_no, token_hash, name, created_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)",
    ),
    touchDevice: database.query<unknown, [number, string]>("UPDATE device SET last_seen_at = ? WHERE id = ?"),
    revoke: database.query<unknown, [number, string, number | null]>(
      "UPDATE device SET revoked_at = ? WHERE id = ? AND account_no = ? AND revoked_at IS NULL",
    ),
    revokedSince: database.query<{ id: DeviceId; account_no: number }, [number]>(
      "SELECT id, account_no FROM device WHERE revoked_at >= ?",
    ),
    revokeAll: database.query<{ id: DeviceId }, [number, number]>(
      "UPDATE device SET revoked_at = ? WHERE account_no = ? AND revoked_at IS NULL RETURNING id",
    ),
  };
}

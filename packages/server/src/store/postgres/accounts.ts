import type { AccountChange, AccountId, ConversationId, Profile } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { AccountStore, NewAccountChange } from "../account-store.ts";
import { keptKey } from "../kept-keys.ts";
import { postgresAccountEnds } from "./account-end.ts";
import {
  ACCOUNT_COLUMNS,
  type AccountRow,
  appendToLog,
  isIdle,
  lockAccount,
  toProfile,
} from "./account-rows.ts";
import type { Database } from "./database.ts";
import { postgresDevices } from "./devices.ts";
import { idOf, uuidOf } from "./ids.ts";
import { keep, readKept } from "./kept.ts";
import type { OutboxRows } from "./outbox.ts";
import { addDevice, ensureAccount, signIn } from "./sign-in.ts";
import type { Transaction } from "./transaction.ts";

export function postgresAccounts(database: Database, outbox: OutboxRows): AccountStore {
  async function setProfile(
    transaction: Transaction,
    id: AccountId,
    change: Parameters<AccountStore["setProfile"]>[1],
  ): Promise<Profile> {
    const row = await lockAccount(transaction, id);
    if (change.picture) await requireGranted(transaction, row, change.picture);
    const name = change.name ?? row.name;
    const picture = change.picture === undefined ? row.picture : change.picture;
    transaction.write(
      "UPDATE account SET name = $2, picture = $3 WHERE account_id = $1::uuid",
      ...[row.account_id, name, picture],
    );
    const profile = toProfile({ ...row, name, picture });
    appendToLog(transaction, row, { type: "profile", profile });
    const effect = { kind: "profile_changed", account_id: id } as const;
    outbox.queue(transaction, [{ cause: row.account_id, effect }]);
    return profile;
  }

  async function setPinHash(transaction: Transaction, id: AccountId, hash: string | null): Promise<void> {
    const row = await lockAccount(transaction, id);
    transaction.write("UPDATE account SET pin_hash = $2 WHERE account_id = $1::uuid", row.account_id, hash);
    appendToLog(transaction, row, { type: "profile", profile: toProfile({ ...row, pin_hash: hash }) });
  }

  async function list(
    transaction: Transaction,
    id: AccountId,
    change: Extract<NewAccountChange, { type: "conversation" }>,
  ): Promise<AccountChange | null> {
    const row = await lockAccount(transaction, id);
    if (row.erased_at !== null) return null;
    const [listed] = await transaction.query<{ opened: boolean }>(
      `INSERT INTO listing (account_id, conversation_id, opened, state) VALUES ($1::uuid, $2::uuid, $3::boolean, $4)
       ON CONFLICT (account_id, conversation_id)
         DO UPDATE SET opened = listing.opened OR excluded.opened, state = excluded.state
         WHERE (excluded.opened AND NOT listing.opened) OR excluded.state <> listing.state
       RETURNING opened`,
      ...[row.account_id, uuidOf(change.conversation_id), String(change.opened_by_me), change.state],
    );
    return listed ? appendToLog(transaction, row, { ...change, opened_by_me: listed.opened }) : null;
  }

  return {
    ...postgresDevices(database),
    ...postgresAccountEnds(database, outbox),
    ensure: (number, new_account_id, now) =>
      database.transaction(async (transaction) => {
        const row = await ensureAccount(transaction, number, new_account_id, now);
        return idOf<AccountId>("account", row.account_id);
      }),
    signIn: (intent) => database.transaction((transaction) => signIn(transaction, intent)),
    addDevice: (account_id, device) =>
      database.transaction((transaction) => addDevice(transaction, account_id, device)),
    setProfile: (id, change) => database.transaction((transaction) => setProfile(transaction, id, change)),
    setPinHash: (id, hash) => database.transaction((transaction) => setPinHash(transaction, id, hash)),
    list: (id, change) => database.transaction((transaction) => list(transaction, id, change)),
    setContact: (id, address, name) =>
      database.transaction((transaction) =>
        keep(transaction, outbox, id, keptKey.contact(address), { type: "contact", address, name }),
      ),

    keep: (id, key, change, kept_max) =>
      database.transaction((transaction) => keep(transaction, outbox, id, key, change, kept_max)),
    kept: (id, key) => readKept(database, id, key),

    async profile(id) {
      const [row] = await database.query<AccountRow>(
        `SELECT ${ACCOUNT_COLUMNS} FROM account WHERE account_id = $1::uuid`,
        uuidOf(id),
      );
      return row?.number ? toProfile(row) : null;
    },
    async pinHash(id) {
      const [row] = await database.query<Pick<AccountRow, "pin_hash">>(
        "SELECT pin_hash FROM account WHERE account_id = $1::uuid",
        uuidOf(id),
      );
      if (!row) throw new FeiliaoError("not_found");
      return row.pin_hash;
    },
    async numberState(number, idle_ms_max, now) {
      const [row] = await database.query<AccountRow>(
        `SELECT ${ACCOUNT_COLUMNS} FROM account
         WHERE account_id = (SELECT account_id FROM phone_number WHERE number = $1)`,
        number,
      );
      const idle = row !== undefined && isIdle(row, idle_ms_max, now);
      const erase_at = row?.erase_at ?? null;
      return {
        account_id: row ? idOf<AccountId>("account", row.account_id) : null,
        pin_hash: row?.pin_hash ?? null,
        idle,
        erase_at: erase_at === null ? null : Number(erase_at),
      };
    },
    async hasOpened(id, conversation_id) {
      const opened = await database.query(
        "SELECT FROM listing WHERE account_id = $1::uuid AND conversation_id = $2::uuid AND opened",
        ...[uuidOf(id), uuidOf(conversation_id)],
      );
      return opened.length > 0;
    },
    async log(id, after, limit) {
      const rows = await database.query<{ log_position: number; change: string | null }>(
        `SELECT log_position, change FROM account
         LEFT JOIN LATERAL (
           SELECT position, change FROM account_log
           WHERE account_log.account_id = account.account_id AND position > $2::bigint
           ORDER BY position LIMIT $3::integer
         ) AS later ON true
         WHERE account_id = $1::uuid ORDER BY position`,
        ...[uuidOf(id), String(after), String(limit)],
      );
      if (rows.length === 0) throw new FeiliaoError("not_found");
      const changes = rows.flatMap(({ change }) => (change ? [JSON.parse(change) as AccountChange] : []));
      return { changes, position: rows[0]!.log_position };
    },
    async listed(id) {
      const rows = await database.query<{ conversation_id: string }>(
        "SELECT conversation_id FROM listing WHERE account_id = $1::uuid",
        uuidOf(id),
      );
      return rows.map((row) => idOf<ConversationId>("conversation", row.conversation_id));
    },
  };
}

async function requireGranted(transaction: Transaction, row: AccountRow, picture: string): Promise<void> {
  const granted = await transaction.query(
    "SELECT FROM blob_grant WHERE account_id = $1::uuid AND blob_id = $2",
    ...[row.account_id, picture],
  );
  if (granted.length === 0) throw new FeiliaoError("media_missing");
}

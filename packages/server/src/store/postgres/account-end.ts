import type { AccountId, DeviceId, Profile } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { AccountStore, DeviceIdentity, NumberChange } from "../account-store.ts";
import { mayTakeNumber } from "../number-rules.ts";
import { appendToLog, findAccount, isIdle, lockAccount, toProfile } from "./account-rows.ts";
import type { Database } from "./database.ts";
import { idOf, uuidOf } from "./ids.ts";
import type { OutboxRows } from "./outbox.ts";
import { release, revokeAll } from "./sign-in.ts";
import type { Transaction } from "./transaction.ts";

type EndMethods = Pick<
  AccountStore,
  "changeNumber" | "scheduleErasure" | "dueErasures" | "erase" | "forgetListed"
>;

/** What an account gives up: its number for another one, or itself. */
export function postgresAccountEnds(database: Database, outbox: OutboxRows): EndMethods {
  async function changeNumber(
    transaction: Transaction,
    change: NumberChange,
  ): Promise<{ profile: Profile; revoked: DeviceIdentity[] }> {
    const { account_id, number } = change;
    const revoked = await takeNumber(transaction, change);
    const row = await lockAccount(transaction, account_id);
    if (row.number === number) return { profile: toProfile(row), revoked };
    if (row.number === null) throw new FeiliaoError("not_found");
    transaction.write(
      "DELETE FROM phone_number WHERE number = $1 AND account_id = $2::uuid",
      ...[row.number, row.account_id],
    );
    transaction.write("UPDATE account SET number = $2 WHERE account_id = $1::uuid", row.account_id, number);
    const profile = toProfile({ ...row, number });
    appendToLog(transaction, row, { type: "profile", profile });
    const effect = { kind: "profile_changed", account_id } as const;
    outbox.queue(transaction, [{ cause: row.account_id, effect }]);
    return { profile, revoked };
  }

  async function erase(transaction: Transaction, account_id: AccountId, now: number): Promise<boolean> {
    const row = await findAccount(transaction, account_id);
    if (!row || row.erase_at === null || Number(row.erase_at) > now) return false;
    await revokeAll(transaction, row.account_id, now);
    const [last] = await transaction.query<{ device_id: string }>(
      "SELECT device_id FROM device WHERE account_id = $1::uuid ORDER BY created_at DESC, device_id LIMIT 1",
      row.account_id,
    );
    for (const statement of ERASE) transaction.write(statement, row.account_id);
    transaction.write(
      `UPDATE account SET number = NULL, name = NULL, picture = NULL, pin_hash = NULL, erase_at = NULL,
         erased_at = $2::bigint WHERE account_id = $1::uuid`,
      ...[row.account_id, String(now)],
    );
    const device_id = idOf<DeviceId>("device", last!.device_id);
    const effect = { kind: "account_erased", account_id, device_id } as const;
    outbox.queue(transaction, [{ cause: row.account_id, effect }]);
    return true;
  }

  return {
    changeNumber: (change) => database.transaction((transaction) => changeNumber(transaction, change)),
    scheduleErasure: (account_id, erase_at, now) =>
      database.transaction(async (transaction) => {
        const row = await lockAccount(transaction, account_id);
        transaction.write(
          "UPDATE account SET erase_at = $2::bigint WHERE account_id = $1::uuid",
          ...[row.account_id, String(erase_at)],
        );
        return revokeAll(transaction, row.account_id, now);
      }),
    async dueErasures(now, limit) {
      const rows = await database.query<{ account_id: string }>(
        "SELECT account_id FROM account WHERE erase_at <= $1::bigint ORDER BY erase_at LIMIT $2::integer",
        ...[String(now), String(limit)],
      );
      return rows.map(({ account_id }) => idOf<AccountId>("account", account_id));
    },
    erase: (account_id, now) => database.transaction((transaction) => erase(transaction, account_id, now)),
    async forgetListed(account_id) {
      await database.query("DELETE FROM listing WHERE account_id = $1::uuid", uuidOf(account_id));
    },
  };
}

/**
 * The number's row names the account from now on; who had it before has let go of it. It is locked first, as when
 * signing in, so that the two cannot wait for each other.
 */
async function takeNumber(
  transaction: Transaction,
  { account_id, number, now, idle_ms_max }: NumberChange,
): Promise<DeviceIdentity[]> {
  const [holder] = await transaction.query<{ account_id: string }>(
    `INSERT INTO phone_number (number, account_id) VALUES ($1, $2::uuid)
     ON CONFLICT (number) DO UPDATE SET account_id = phone_number.account_id
     RETURNING account_id`,
    ...[number, uuidOf(account_id)],
  );
  const id = idOf<AccountId>("account", holder!.account_id);
  if (id === account_id) return [];
  const present = await lockAccount(transaction, id);
  const erase_at = present.erase_at === null ? null : Number(present.erase_at);
  mayTakeNumber({
    claimed: present.last_active_at !== null,
    idle: isIdle(present, idle_ms_max, now),
    erase_at,
  });
  const revoked = await release(transaction, present, number, now);
  transaction.write(
    "INSERT INTO phone_number (number, account_id) VALUES ($1, $2::uuid)",
    number,
    uuidOf(account_id),
  );
  return revoked;
}

const ERASE = [
  "DELETE FROM phone_number WHERE number = (SELECT number FROM account WHERE account_id = $1::uuid)",
  "DELETE FROM passkey WHERE account_id = $1::uuid",
  "DELETE FROM account_log WHERE account_id = $1::uuid",
  "DELETE FROM scheduled WHERE account_id = $1::uuid",
  "DELETE FROM upload WHERE account_id = $1::uuid",
  "DELETE FROM blob_grant WHERE account_id = $1::uuid",
  "UPDATE device SET name = '', platform = NULL, ip = NULL WHERE account_id = $1::uuid",
];

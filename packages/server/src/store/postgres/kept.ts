import type { AccountChange, AccountId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { NewAccountChange } from "../account-store.ts";
import { isGone } from "../kept-rules.ts";
import { appendToLog, lockAccount } from "./account-rows.ts";
import type { Database } from "./database.ts";
import { uuidOf } from "./ids.ts";
import type { OutboxRows } from "./outbox.ts";
import type { Transaction } from "./transaction.ts";

/** Appends to the account's log what takes the place of what was kept under the key. */
export async function keep(
  transaction: Transaction,
  outbox: OutboxRows,
  account_id: AccountId,
  key: string,
  change: NewAccountChange,
  kept_max?: number,
): Promise<AccountChange> {
  const row = await lockAccount(transaction, account_id);
  const gone = isGone(change);
  if (kept_max !== undefined && !gone) {
    const [others] = await transaction.query<{ kept: number }>(
      `SELECT count(*)::integer AS kept FROM account_log
       WHERE account_id = $1::uuid AND kept_type = $2 AND key <> $3`,
      ...[row.account_id, change.type, key],
    );
    if (others!.kept >= kept_max) throw new FeiliaoError("limit_reached");
  }
  transaction.write(
    "DELETE FROM account_log WHERE account_id = $1::uuid AND key = $2",
    ...[row.account_id, key],
  );
  if (change.type === "block") {
    const { address } = change;
    outbox.queue(transaction, [
      { cause: row.account_id, effect: { kind: "block_changed", account_id, address } },
    ]);
  }
  return appendToLog(transaction, row, change, { key, type: gone ? null : change.type });
}

export async function readKept(
  database: Database,
  account_id: AccountId,
  key: string,
): Promise<AccountChange | null> {
  const [row] = await database.query<{ change: string }>(
    "SELECT change FROM account_log WHERE account_id = $1::uuid AND key = $2",
    ...[uuidOf(account_id), key],
  );
  return row ? (JSON.parse(row.change) as AccountChange) : null;
}

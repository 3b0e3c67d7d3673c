import type { AccountId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { PasskeyStore, StoredPasskey } from "../passkey-store.ts";
import { lockAccount } from "./account-rows.ts";
import type { Database } from "./database.ts";
import { idOf, uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

type PasskeyRow = {
  passkey_id: string;
  account_id: string;
  public_key: Buffer;
  counter: string;
  transports: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
};

export function postgresPasskeys(database: Database): PasskeyStore {
  async function add(transaction: Transaction, passkey: StoredPasskey, passkeys_max: number): Promise<void> {
    const { passkey_id, account_id, public_key, counter, transports, name, created_at } = passkey;
    const row = await lockAccount(transaction, account_id);
    const present = await transaction.query<{ passkey_id: string }>(
      "SELECT passkey_id FROM passkey WHERE account_id = $1::uuid",
      row.account_id,
    );
    if (present.some((one) => one.passkey_id === passkey_id)) return;
    if (present.length >= passkeys_max) throw new FeiliaoError("passkey_limit");
    const added = await transaction.query(
      `INSERT INTO passkey (passkey_id, account_id, public_key, counter, transports, name, created_at)
       VALUES ($1, $2::uuid, $3, $4::bigint, $5, $6, $7::bigint) ON CONFLICT DO NOTHING RETURNING true`,
      ...[passkey_id, row.account_id, public_key, String(counter), JSON.stringify(transports), name],
      String(created_at),
    );
    if (added.length === 0) throw new FeiliaoError("passkey_refused");
  }

  return {
    add: (passkey, passkeys_max) =>
      database.transaction((transaction) => add(transaction, passkey, passkeys_max)),
    async list(account_id) {
      const rows = await database.query<PasskeyRow>(
        "SELECT * FROM passkey WHERE account_id = $1::uuid ORDER BY created_at, passkey_id",
        uuidOf(account_id),
      );
      return rows.map(toPasskey);
    },
    async byId(passkey_id) {
      const [row] = await database.query<PasskeyRow>(
        "SELECT * FROM passkey WHERE passkey_id = $1",
        passkey_id,
      );
      return row ? toPasskey(row) : null;
    },
    async used(passkey_id, counter, now) {
      await database.query(
        "UPDATE passkey SET counter = $2::bigint, last_used_at = $3::bigint WHERE passkey_id = $1",
        ...[passkey_id, String(counter), String(now)],
      );
    },
    async remove(account_id, passkey_id) {
      const removed = await database.change(
        "DELETE FROM passkey WHERE passkey_id = $1 AND account_id = $2::uuid",
        ...[passkey_id, uuidOf(account_id)],
      );
      return removed > 0;
    },
  };
}

function toPasskey(row: PasskeyRow): StoredPasskey {
  return {
    passkey_id: row.passkey_id,
    account_id: idOf<AccountId>("account", row.account_id),
    public_key: row.public_key,
    counter: Number(row.counter),
    transports: JSON.parse(row.transports) as string[],
    name: row.name,
    created_at: Number(row.created_at),
    last_used_at: row.last_used_at === null ? null : Number(row.last_used_at),
  };
}

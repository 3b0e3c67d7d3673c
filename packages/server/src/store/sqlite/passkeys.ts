import type { Database } from "bun:sqlite";
import type { AccountId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { PasskeyStore, StoredPasskey } from "../passkey-store.ts";
import type { Directory } from "./directory.ts";
import type { SqliteWriter } from "./writer.ts";

interface PasskeyRow {
  id: string;
  account_no: number;
  public_key: Uint8Array;
  counter: number;
  transports: string;
  name: string;
  created_at: number;
  last_used_at: number | null;
}

type PasskeyValues = [string, number, Uint8Array, number, string, string, number];

/** The passkey table, for writes that use it in their own transaction. */
export class PasskeyRows {
  readonly #removeAll;

  constructor(database: Database) {
    this.#removeAll = database.query<unknown, [number]>("DELETE FROM passkey WHERE account_no = ?");
  }

  removeAll(account_no: number): void {
    this.#removeAll.run(account_no);
  }
}

export function sqlitePasskeys(
  { database, directory }: { database: Database; directory: Directory },
  writer: SqliteWriter,
): PasskeyStore {
  const queries = passkeyQueries(database);
  const accountNo = (account_id: AccountId) => {
    const no = directory.accountNo(account_id);
    if (no === null) throw new FeiliaoError("not_found");
    return no;
  };
  const toPasskey = ({ id, account_no, transports, ...row }: PasskeyRow): StoredPasskey => ({
    ...row,
    passkey_id: id,
    account_id: directory.accountId(account_no),
    transports: JSON.parse(transports) as string[],
  });

  function add(passkey: StoredPasskey, passkeys_max: number): void {
    const { passkey_id, account_id, public_key, counter, transports, name, created_at } = passkey;
    const account_no = accountNo(account_id);
    const known = queries.byId.get(passkey_id);
    if (known && known.account_no !== account_no) throw new FeiliaoError("passkey_refused");
    if (known) return;
    if (queries.ofAccount.all(account_no).length >= passkeys_max) throw new FeiliaoError("passkey_limit");
    queries.insert.run(
      ...([passkey_id, account_no, public_key, counter, JSON.stringify(transports), name] as const),
      created_at,
    );
  }

  return {
    add: (passkey, passkeys_max) => writer.write(() => add(passkey, passkeys_max)),
    list: async (account_id) => queries.ofAccount.all(accountNo(account_id)).map(toPasskey),
    async byId(passkey_id) {
      const row = queries.byId.get(passkey_id);
      return row && toPasskey(row);
    },
    used: (passkey_id, counter, now) => writer.write(() => void queries.used.run(counter, now, passkey_id)),
    remove: (account_id, passkey_id) =>
      writer.write(() => queries.remove.run(passkey_id, accountNo(account_id)).changes > 0),
  };
}

function passkeyQueries(database: Database) {
  return {
    byId: database.query<PasskeyRow, [string]>("SELECT * FROM passkey WHERE id = ?"),
    ofAccount: database.query<PasskeyRow, [number]>(
      "SELECT * FROM passkey WHERE account_no = ? ORDER BY created_at, id",
    ),
    insert: database.query<unknown, PasskeyValues>(
      `INSERT INTO passkey (id, account_no, public_key, counter, transports, name, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    used: database.query<unknown, [number, number, string]>(
      "UPDATE passkey SET counter = ?, last_used_at = ? WHERE id = ?",
    ),
    remove: database.query<unknown, [string, number]>("DELETE FROM passkey WHERE id = ? AND account_no = ?"),
  };
}

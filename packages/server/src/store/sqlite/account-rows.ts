import type { Database } from "bun:sqlite";
import type { AccountChange, AccountId, Profile } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { NewAccountChange } from "../account-store.ts";

export interface AccountRow {
  no: number;
  id: AccountId;
  number: string | null;
  name: string | null;
  picture: Profile["picture"];
  pin_hash: string | null;
  last_active_at: number | null;
  log_position: number;
  erase_at: number | null;
  erased_at: number | null;
}

/** The account table and the accounts' logs, for writes that use them in their own transaction. */
export class AccountRows {
  readonly #queries;

  constructor(database: Database) {
    this.#queries = {
      byId: database.query<AccountRow, [string]>("SELECT * FROM account WHERE id = ?"),
      byNumber: database.query<AccountRow, [string]>("SELECT * FROM account WHERE number = ?"),
      insert: database.query<unknown, [string, string, number]>(
        "INSERT INTO account (id, number, created_at) VALUES (?, ?, ?)",
      ),
      setNumber: database.query<unknown, [string | null, number]>(
        "UPDATE account SET number = ? WHERE no = ?",
      ),
      nextPosition: database.query<{ log_position: number }, [number]>(
        "UPDATE account SET log_position = log_position + 1 WHERE no = ? RETURNING log_position",
      ),
      appendLog: database.query<unknown, [number, number, string, string | null]>(
        "INSERT INTO account_log (account_no, position, change, key) VALUES (?, ?, ?, ?)",
      ),
    };
  }

  find(id: AccountId): AccountRow | null {
    return this.#queries.byId.get(id);
  }

  /** @throws {FeiliaoError} not_found */
  require(id: AccountId): AccountRow {
    const row = this.find(id);
    if (!row) throw new FeiliaoError("not_found");
    return row;
  }

  ofNumber(number: string): AccountRow | null {
    return this.#queries.byNumber.get(number);
  }

  /** Within a write only, as the rest. */
  insert(id: AccountId, number: string, now: number): AccountRow {
    this.#queries.insert.run(id, number, now);
    return this.ofNumber(number)!;
  }

  setNumber(row: AccountRow, number: string | null): void {
    this.#queries.setNumber.run(number, row.no);
  }

  /** Appends to the account's log; with a key that no other change of the account has. */
  log(row: { no: number }, change: NewAccountChange, key: string | null = null): AccountChange {
    const { log_position: position } = this.#queries.nextPosition.get(row.no)!;
    const placed = { ...change, position } as AccountChange;
    this.#queries.appendLog.run(row.no, position, JSON.stringify(placed), key);
    return placed;
  }
}

export function isIdle(row: AccountRow, idle_ms_max: number, now: number): boolean {
  return row.last_active_at !== null && now - row.last_active_at > idle_ms_max;
}

/** Of an account that has a number. */
export function toProfile(row: AccountRow): Profile {
  const { id, number, name, picture, pin_hash } = row;
  if (number === null) throw new FeiliaoError("not_found");
  return { account_id: id, number, name, picture, has_pin: pin_hash !== null };
}

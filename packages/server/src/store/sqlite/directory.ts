import type { Database } from "bun:sqlite";
import type { AccountId, DeviceId } from "@feiliao/protocol";
import { BoundedMap } from "../../platform/bounded-map.ts";

const ENTRIES_MAX = 200_000;

/** Translates between the ids of the contract and the row numbers of this database. Neither ever changes. */
export class Directory {
  readonly #accountNos = new BoundedMap<string, number>(ENTRIES_MAX);
  readonly #accountIds = new BoundedMap<number, AccountId>(ENTRIES_MAX);
  readonly #deviceNos = new BoundedMap<string, number>(ENTRIES_MAX);
  readonly #deviceIds = new BoundedMap<number, DeviceId>(ENTRIES_MAX);
  readonly #queries;

  constructor(database: Database) {
    this.#queries = {
      accountNo: database.query<{ no: number }, [string]>("SELECT no FROM account WHERE id = ?"),
      accountId: database.query<{ id: AccountId }, [number]>("SELECT id FROM account WHERE no = ?"),
      deviceNo: database.query<{ no: number }, [string]>("SELECT no FROM device WHERE id = ?"),
      deviceId: database.query<{ id: DeviceId }, [number]>("SELECT id FROM device WHERE no = ?"),
    };
  }

  accountNo(id: AccountId): number | null {
    return remember(this.#accountNos, id, () => this.#queries.accountNo.get(id)?.no);
  }

  accountId(no: number): AccountId {
    return remember(this.#accountIds, no, () => this.#queries.accountId.get(no)?.id)!;
  }

  deviceNo(id: DeviceId): number | null {
    return remember(this.#deviceNos, id, () => this.#queries.deviceNo.get(id)?.no);
  }

  deviceId(no: number): DeviceId {
    return remember(this.#deviceIds, no, () => this.#queries.deviceId.get(no)?.id)!;
  }

  clear(): void {
    for (const map of [this.#accountNos, this.#accountIds, this.#deviceNos, this.#deviceIds]) map.clear();
  }
}

function remember<Key, Value>(
  map: BoundedMap<Key, Value>,
  key: Key,
  load: () => Value | undefined,
): Value | null {
  const known = map.get(key);
  if (known !== undefined) return known;
  const loaded = load();
  if (loaded === undefined) return null;
  map.set(key, loaded);
  return loaded;
}

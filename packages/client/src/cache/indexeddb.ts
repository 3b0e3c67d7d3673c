import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { Mutex } from "./mutex.ts";
import type { Cache, CacheChange, CacheKey, CacheTable } from "./port.ts";

const SCHEMA_VERSION = 1;
const TABLES: readonly CacheTable[] = ["meta", "conversations", "entries", "outbox", "packets", "blobs"];

type Schema = { [Table in CacheTable]: { key: CacheKey; value: unknown } } & DBSchema;

/**
 * The cache of a browser, shared by the tabs of one origin. Locks and announcements reach the other tabs
 * through Web Locks (which exist only in secure contexts; elsewhere each tab locks for itself) and
 * BroadcastChannel.
 */
export async function indexedDbCache(name: string): Promise<Cache> {
  const database = await openDB<Schema>(name, SCHEMA_VERSION, {
    upgrade(created) {
      for (const table of TABLES) created.createObjectStore(table);
    },
    blocking() {
      database.close(); // a newer version of the app in another tab wants to upgrade
    },
  });
  return new IndexedDbCache(name, database);
}

/** A request that fails also fails its transaction, whose `done` is what gets awaited. */
const ignoredForDone = () => {};

class IndexedDbCache implements Cache {
  readonly #name: string;
  readonly #database: IDBPDatabase<Schema>;
  readonly #channel: BroadcastChannel;
  readonly #locks = new Mutex();

  constructor(name: string, database: IDBPDatabase<Schema>) {
    this.#name = name;
    this.#database = database;
    this.#channel = new BroadcastChannel(name);
  }

  async get<T>(table: CacheTable, key: CacheKey): Promise<T | undefined> {
    return (await this.#database.get(table, key)) as T | undefined;
  }

  async range<T>(
    table: CacheTable,
    lower: CacheKey,
    upper: CacheKey,
    options: { limit?: number; descending?: boolean } = {},
  ): Promise<T[]> {
    const { limit, descending = false } = options;
    const values = descending
      ? await this.#newest(table, lower, upper, limit ?? Number.POSITIVE_INFINITY)
      : await this.#database.getAll(table, IDBKeyRange.bound(lower, upper), limit);
    return values as T[];
  }

  async all<T>(table: CacheTable): Promise<T[]> {
    return (await this.#database.getAll(table)) as T[];
  }

  async write(changes: CacheChange[]): Promise<void> {
    if (changes.length === 0) return;
    const tables = [...new Set(changes.map((change) => change.table))];
    const transaction = this.#database.transaction(tables, "readwrite");
    const finished = transaction.done;
    try {
      for (const change of changes) {
        const store = transaction.objectStore(change.table);
        if ("put" in change) store.put(change.put, change.key).catch(ignoredForDone);
        else store.delete(change.key).catch(ignoredForDone);
      }
    } catch (error) {
      finished.catch(ignoredForDone);
      transaction.abort(); // a value that cannot be cloned: none of the changes may stay
      throw error;
    }
    await finished;
  }

  async clear(): Promise<void> {
    const transaction = this.#database.transaction([...TABLES], "readwrite");
    for (const table of TABLES) void transaction.objectStore(table).clear();
    await transaction.done;
  }

  exclusive<T>(name: string, action: () => Promise<T>): Promise<T> {
    if (!("locks" in navigator)) return this.#locks.exclusive(name, action);
    return navigator.locks.request(`${this.#name}/${name}`, action) as Promise<T>;
  }

  /**
   * A cursor costs an event for every row. Keys that end in consecutive numbers, as those of a log do, need only
   * two requests: for the last key, and for the rows of the `limit` numbers up to it.
   */
  async #newest(table: CacheTable, lower: CacheKey, upper: CacheKey, limit: number): Promise<unknown[]> {
    const range = IDBKeyRange.bound(lower, upper);
    const { store } = this.#database.transaction(table);
    const last = (await store.openKeyCursor(range, "prev"))?.key;
    const start = last === undefined ? null : keyBefore(last, limit - 1);
    if (start !== null && indexedDB.cmp(start, lower) > 0) {
      const rows = await store.getAll(IDBKeyRange.bound(start, upper));
      if (rows.length >= limit) return rows.reverse().slice(0, limit);
    }
    return (await store.getAll(range)).reverse().slice(0, limit);
  }

  announce(message: unknown): void {
    this.#channel.postMessage(message);
  }

  listen(listener: (message: unknown) => void): () => void {
    const receive = (event: MessageEvent) => listener(event.data);
    this.#channel.addEventListener("message", receive);
    return () => this.#channel.removeEventListener("message", receive);
  }

  close(): void {
    this.#channel.close();
    this.#database.close();
  }
}

/** The key whose last number is smaller by `count`, or null when it does not end in a number. */
function keyBefore(key: CacheKey, count: number): CacheKey | null {
  if (typeof key === "number") return key - count;
  const last = Array.isArray(key) ? key.at(-1) : null;
  return Array.isArray(key) && typeof last === "number" ? [...key.slice(0, -1), last - count] : null;
}

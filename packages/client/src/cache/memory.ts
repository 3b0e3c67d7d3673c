import { Mutex } from "./mutex.ts";
import type { Cache, CacheChange, CacheKey, CacheTable } from "./port.ts";
import { SortedTable } from "./sorted-table.ts";

/**
 * A cache that lives as long as the process. Several clients may share one, like the tabs of a browser.
 * Values are kept as they are, not copied: whoever puts or gets one must not change it.
 */
export function memoryCache(): Cache {
  return new MemoryCache();
}

class MemoryCache implements Cache {
  readonly #tables = new Map<CacheTable, SortedTable>();
  readonly #locks = new Mutex();
  readonly #listeners = new Set<(message: unknown) => void>();

  async get<T>(table: CacheTable, key: CacheKey): Promise<T | undefined> {
    return this.#table(table).get(key) as T | undefined;
  }

  async range<T>(
    table: CacheTable,
    lower: CacheKey,
    upper: CacheKey,
    options: { limit?: number; descending?: boolean } = {},
  ): Promise<T[]> {
    const { limit = Number.POSITIVE_INFINITY, descending = false } = options;
    return this.#table(table).range(lower, upper, limit, descending) as T[];
  }

  async all<T>(table: CacheTable): Promise<T[]> {
    return this.#table(table).all() as T[];
  }

  async write(changes: CacheChange[]): Promise<void> {
    for (const change of changes) {
      const table = this.#table(change.table);
      if ("put" in change) table.put(change.key, change.put);
      else table.delete(change.key);
    }
  }

  async clear(): Promise<void> {
    this.#tables.clear();
  }

  exclusive<T>(name: string, action: () => Promise<T>): Promise<T> {
    return this.#locks.exclusive(name, action);
  }

  /** Every listener hears it, the announcer's own too: within one process there is no telling them apart. */
  announce(message: unknown): void {
    for (const listener of [...this.#listeners]) queueMicrotask(() => listener(message));
  }

  listen(listener: (message: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
  }

  #table(name: CacheTable): SortedTable {
    const existing = this.#tables.get(name);
    if (existing) return existing;
    const table = new SortedTable();
    this.#tables.set(name, table);
    return table;
  }
}

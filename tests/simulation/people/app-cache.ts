import type { Cache, CacheChange, CacheKey, CacheTable } from "@feiliao/client";
import { Mutex } from "../../../packages/client/src/cache/mutex.ts";

/**
 * The cache as one run of an app has it. What it wrote stays for the next run; its locks and its hearing end with
 * it, as those of a closed tab do.
 */
export class AppCache implements Cache {
  readonly #storage: Cache;
  readonly #locks = new Mutex();
  readonly #listeners = new Set<(message: unknown) => void>();
  #dead = false;
  /** Writes until the run ends in the middle of what it does; null: it does not. */
  #writes_left: number | null = null;
  #onDeath = () => {};

  constructor(storage: Cache) {
    this.#storage = storage;
  }

  /** The run does not end by itself. */
  live(): void {
    this.#writes_left = null;
  }

  /** The run ends between two of its next writes. */
  dieAfter(writes: number, onDeath: () => void): void {
    this.#writes_left = writes;
    this.#onDeath = onDeath;
  }

  /** The run is over: nothing that still waits in it will be answered. */
  kill(): void {
    this.#dead = true;
    this.#listeners.clear();
  }

  get<T>(table: CacheTable, key: CacheKey): Promise<T | undefined> {
    return this.#whileAlive(() => this.#storage.get<T>(table, key));
  }

  range<T>(
    table: CacheTable,
    lower: CacheKey,
    upper: CacheKey,
    options?: { limit?: number; descending?: boolean },
  ): Promise<T[]> {
    return this.#whileAlive(() => this.#storage.range<T>(table, lower, upper, options));
  }

  all<T>(table: CacheTable): Promise<T[]> {
    return this.#whileAlive(() => this.#storage.all<T>(table));
  }

  write(changes: CacheChange[]): Promise<void> {
    if (this.#writes_left !== null && this.#writes_left-- === 0) {
      this.kill();
      this.#onDeath();
    }
    return this.#whileAlive(() => this.#storage.write(changes));
  }

  clear(): Promise<void> {
    return this.#whileAlive(() => this.#storage.clear());
  }

  exclusive<T>(name: string, action: () => Promise<T>): Promise<T> {
    return this.#locks.exclusive(name, action);
  }

  announce(message: unknown): void {
    for (const listener of [...this.#listeners]) queueMicrotask(() => listener(message));
  }

  listen(listener: (message: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.kill();
  }

  #whileAlive<T>(action: () => Promise<T>): Promise<T> {
    return this.#dead ? new Promise(() => {}) : action();
  }
}

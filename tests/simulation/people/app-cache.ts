import { type Cache, type CacheChange, type CacheKey, type CacheTable, memoryCache } from "@feiliao/client";

/**
 * The cache as one run of an app has it. What it wrote stays for the next run; its locks and its hearing end with
 * it, as those of a closed tab do.
 */
export class AppCache implements Cache {
  readonly #storage: Cache;
  /** Only its locks and its hearing are used. */
  readonly #own = memoryCache();
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
    this.#own.close();
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
    return this.#own.exclusive(name, action);
  }

  announce(message: unknown): void {
    this.#own.announce(message);
  }

  listen(listener: (message: unknown) => void): () => void {
    return this.#own.listen(listener);
  }

  close(): void {
    this.kill();
  }

  #whileAlive<T>(action: () => Promise<T>): Promise<T> {
    return this.#dead ? new Promise(() => {}) : action();
  }
}

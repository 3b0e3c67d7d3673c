/**
 * Where a client keeps what it knows, so that it opens at once, offline too, and loses nothing it was asked
 * to send.
 *
 * Guarantees an adapter gives (checked by `cache.contract.ts`):
 * - a write that has resolved is read back after a restart (memory: within the process);
 * - one `write` is applied whole or not at all;
 * - `range` answers in ascending key order.
 * What may be lost: everything, when the browser evicts the origin's storage. The server stays the truth; only
 * what was never acknowledged is then gone.
 */
export interface Cache {
  get<T>(table: CacheTable, key: CacheKey): Promise<T | undefined>;
  /** Values whose key is in [lower, upper], ascending or descending, at most `limit`. */
  range<T>(
    table: CacheTable,
    lower: CacheKey,
    upper: CacheKey,
    options?: { limit?: number; descending?: boolean },
  ): Promise<T[]>;
  all<T>(table: CacheTable): Promise<T[]>;
  write(changes: CacheChange[]): Promise<void>;
  clear(): Promise<void>;
  /** Runs `action` while no other tab of this origin does under the same name. */
  exclusive<T>(name: string, action: () => Promise<T>): Promise<T>;
  /** Tells the other tabs that something changed; `listen` hears them. */
  announce(message: unknown): void;
  listen(listener: (message: unknown) => void): () => void;
  close(): void;
}

export type CacheTable =
  | "meta" // token, account id, profile, sync token …
  | "conversations"
  | "entries" // key [conversation_id, seq]
  | "outbox" // key position, ascending in the order of composing
  | "packets" // voice not yet acknowledged, key [client_id, packet]
  | "blobs"; // key blob_id or talk_id; [blob_id, offset] of a part; client_id of a file that goes up

export type CacheKey = string | number | (string | number)[];

export type CacheChange =
  | { put: unknown; table: CacheTable; key: CacheKey }
  | { delete: true; table: CacheTable; key: CacheKey };

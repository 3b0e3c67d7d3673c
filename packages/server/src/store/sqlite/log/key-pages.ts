import type { Database } from "bun:sqlite";

/** How far a reading of all keys of the history has come. */
export interface KeyCursor {
  table: "entry_key_young" | "entry_key";
  conversation_no: number;
  key_hash: number;
}

export interface KeyPage {
  key_hashes: Float64Array;
  /** Null: these were the last. */
  next: KeyCursor | null;
}

export const FIRST_KEYS: KeyCursor = { table: "entry_key_young", conversation_no: 0, key_hash: 0 };

export const KEYS_PER_PAGE = 16_384;

/**
 * The hashes of keys after a cursor. Pages that are read while merges go on miss no key that was there before the
 * first one: keys move from the young index to the other and never back, and the young one is read first.
 */
export function readKeys(history: Database, after: KeyCursor, keys_max: number): KeyPage {
  const rows = history
    .query<unknown, [number, number, number]>(
      `SELECT conversation_no, key_hash FROM ${after.table} WHERE (conversation_no, key_hash) > (?, ?)
       ORDER BY conversation_no, key_hash LIMIT ?`,
    )
    .values(after.conversation_no, after.key_hash, keys_max) as [number, number][];
  const last = rows.at(-1);
  return {
    key_hashes: Float64Array.from(rows, ([, key_hash]) => key_hash),
    next:
      last && rows.length === keys_max
        ? { ...after, conversation_no: last[0], key_hash: last[1] }
        : nextTable(after),
  };
}

function nextTable({ table }: KeyCursor): KeyCursor | null {
  return table === "entry_key_young" ? { ...FIRST_KEYS, table: "entry_key" } : null;
}

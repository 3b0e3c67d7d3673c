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

export const KEYS_PER_PAGE = 8_192;

/**
 * The hashes of keys after a cursor. Pages that are read while merges go on miss no key that was there before the
 * first one: keys move from the young index to the other and never back, and the young one is read first.
 */
export function readKeys(history: Database, after: KeyCursor, keys_max: number): KeyPage {
  const { table, conversation_no, key_hash } = after;
  // As one text, since a row each as an object would be the most of what the reading costs and leaves behind.
  const page = history
    .query<Page, [number, number, number]>(
      `SELECT json_group_array(key_hash ORDER BY conversation_no, key_hash) AS key_hashes,
              max(conversation_no) AS conversation_no FROM (
         SELECT conversation_no, key_hash FROM ${table} WHERE (conversation_no, key_hash) > (?, ?)
         ORDER BY conversation_no, key_hash LIMIT ?)`,
    )
    .get(conversation_no, key_hash, keys_max)!;
  const key_hashes = Float64Array.from(JSON.parse(page.key_hashes) as number[]);
  const isLast = key_hashes.length < keys_max;
  const last = { table, conversation_no: page.conversation_no, key_hash: key_hashes.at(-1)! };
  return { key_hashes, next: isLast ? nextTable(after) : last };
}

interface Page {
  /** A JSON array, ascending by conversation and hash. */
  key_hashes: string;
  conversation_no: number;
}

function nextTable({ table }: KeyCursor): KeyCursor | null {
  return table === "entry_key_young" ? { ...FIRST_KEYS, table: "entry_key" } : null;
}

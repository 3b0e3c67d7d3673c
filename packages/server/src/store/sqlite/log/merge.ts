import type { Database } from "bun:sqlite";
import { historyState } from "./history-schema.ts";
import type { StageTable } from "./stage.ts";

/** Keys that gather in entry_key_young before a range of them moves on. */
export const YOUNG_KEYS_MAX = 1_000_000;

/**
 * Moves what a stage table holds into the history, in one transaction of the history: all of it or nothing.
 * Repeating it changes nothing. Table names are free of schemas, so that it runs on any connection that sees
 * both files.
 */
export function mergeStage(history: Database, table: StageTable, young_keys_max: number): void {
  const { merged_position } = historyState(history);
  const unmerged = `FROM ${table} WHERE position > ${merged_position}`;
  // Deferred, since IMMEDIATE would take the write lock of the attached live file as well.
  history.exec("BEGIN");
  try {
    const { changes } = history
      .query(
        `INSERT INTO entry
       SELECT conversation_no << 32 | seq, account_no, device_no, client_id, server_time, chain, content
       ${unmerged} ORDER BY conversation_no, seq`,
      )
      .run();
    if (changes > 0) {
      history.exec(`
        INSERT INTO entry_key_young
          SELECT conversation_no, key_hash, seq ${unmerged} ORDER BY conversation_no, key_hash, seq;
        INSERT INTO device_position
          SELECT conversation_no, device_no, max(device_seq) ${unmerged} AND device_seq IS NOT NULL
          GROUP BY conversation_no, device_no
          ON CONFLICT (conversation_no, device_no) DO UPDATE SET device_seq = excluded.device_seq;
        UPDATE history_state SET
          merged_position = (SELECT max(position) FROM ${table}), young_keys = young_keys + ${changes};
      `);
      moveKeys(history, young_keys_max);
    }
    history.exec("COMMIT");
  } catch (failure) {
    if (history.inTransaction) history.exec("ROLLBACK");
    throw failure;
  }
}

/** Keeps entry_key_young at its size: moves the keys of the next conversations in turn to entry_key. */
function moveKeys(history: Database, young_keys_max: number): void {
  const { young_keys, moved_conversation_no } = historyState(history);
  const surplus = young_keys - young_keys_max;
  if (surplus <= 0) return;
  const upTo = conversationAfter(history, moved_conversation_no, surplus);
  const moved = moveRange(history, moved_conversation_no, upTo);
  history
    .query("UPDATE history_state SET young_keys = young_keys - ?, moved_conversation_no = ?")
    .run(moved, upTo === CONVERSATION_NO_MAX ? 0 : upTo);
}

const CONVERSATION_NO_MAX = 2 ** 31;

/** The conversation that holds the n-th key after those of another. */
function conversationAfter(history: Database, conversation_no: number, keys: number): number {
  const row = history
    .query<{ conversation_no: number }, [number, number]>(
      `SELECT conversation_no FROM entry_key_young WHERE conversation_no > ?
       ORDER BY conversation_no LIMIT 1 OFFSET ?`,
    )
    .get(conversation_no, keys - 1);
  return row?.conversation_no ?? CONVERSATION_NO_MAX;
}

function moveRange(history: Database, after: number, upTo: number): number {
  const range = "WHERE conversation_no > ?1 AND conversation_no <= ?2";
  history
    .query(
      `INSERT INTO entry_key SELECT * FROM entry_key_young ${range}
       ORDER BY conversation_no, key_hash, seq`,
    )
    .run(after, upTo);
  return history.query(`DELETE FROM entry_key_young ${range}`).run(after, upTo).changes;
}

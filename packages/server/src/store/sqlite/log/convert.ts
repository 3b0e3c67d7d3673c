import type { Database } from "bun:sqlite";
import { KeyHash } from "./entry-row.ts";
import { historyState } from "./history-schema.ts";

/**
 * Copies the entries of a live file from before there was a history, in one transaction, from the start if it
 * was interrupted. They leave the live file with its next schema step, when they are safe here.
 */
export function moveEntries(history: Database, live_path: string): void {
  history.query("ATTACH ? AS live").run(live_path);
  history.exec("BEGIN");
  history.exec(`
    DELETE FROM main.entry;
    DELETE FROM main.entry_key;
    DELETE FROM main.device_position;
    INSERT INTO main.entry
      SELECT conversation_no << 32 | seq, account_no, device_no, client_id, server_time, chain, content
      FROM live.entry ORDER BY conversation_no, seq;
    INSERT INTO main.device_position SELECT * FROM live.device_position;
  `);
  addKeys(history);
  history.exec("COMMIT");
  history.exec("PRAGMA main.wal_checkpoint(TRUNCATE)");
  history.exec("DETACH live");
}

interface OldKey {
  conversation_no: number;
  seq: number;
  account_no: number;
  client_id: string;
}

function addKeys(history: Database): void {
  const keys = new KeyHash(historyState(history).key_seed);
  const insert = history.query<unknown, [number, number, number]>("INSERT INTO entry_key VALUES (?, ?, ?)");
  const rows = history.query<OldKey, []>(
    "SELECT conversation_no, seq, account_no, client_id FROM live.entry ORDER BY conversation_no, seq",
  );
  for (const { conversation_no, seq, account_no, client_id } of rows.iterate()) {
    insert.run(conversation_no, keys.keyOf(conversation_no, account_no, client_id).key_hash, seq);
  }
}

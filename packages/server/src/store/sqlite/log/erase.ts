import type { Database } from "bun:sqlite";

/**
 * Empties what was erased in the history, up to an erasure of the live file, in one transaction; repeating it changes
 * nothing. What the words leave free is overwritten (https://sqlite.org/pragma.html#pragma_secure_delete). Table names
 * are free of schemas, so that it runs on any connection that sees both files.
 */
export function eraseEntries(history: Database, last_no: number): void {
  history.exec("PRAGMA secure_delete = ON");
  try {
    history
      .query(
        `UPDATE entry SET content = '{"type":"erased"}'
         WHERE id IN (SELECT conversation_no << 32 | seq FROM erasure WHERE no <= ?)`,
      )
      .run(last_no);
  } finally {
    history.exec("PRAGMA secure_delete = FAST"); // other merges only move rows, whose words stay
  }
}

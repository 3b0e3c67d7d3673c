import { Database } from "bun:sqlite";

/** A server that ends may need a moment. */
const WAIT_MS = 2_000;

/**
 * One server per data folder: a transaction held open on a file of its own, whose lock the operating system
 * releases with the process. The other files stay readable for backups and merges. Returns what unlocks it.
 *
 * @throws {Error} when another process has it
 */
export function folderLock(path: string): () => void {
  const lock = new Database(path, { create: true });
  try {
    lock.exec(`PRAGMA busy_timeout = ${WAIT_MS}`);
    lock.exec("PRAGMA journal_mode = MEMORY"); // no second file for a transaction that writes nothing
    lock.exec("BEGIN EXCLUSIVE");
    return () => lock.close();
  } catch (failure) {
    lock.close();
    if ((failure as { code?: unknown }).code !== "SQLITE_BUSY") throw failure;
    throw new Error("another server uses this data folder: one server at a time, or a folder for each");
  }
}

import { Database } from "bun:sqlite";
import { join } from "node:path";

/** Names no data: whoever copies or moves a data folder leaves it where it is. */
export const LOCK_FILE = "lock.sqlite";

/**
 * Takes a data folder for this process alone, so that one server writes to it while others may read. The lock
 * is an open transaction of SQLite: however the process ends, the operating system releases it.
 *
 * @returns what gives the folder back
 * @throws when another process has it
 */
export function lockDataFolder(folder: string): () => void {
  const lock = new Database(join(folder, LOCK_FILE), { create: true });
  try {
    lock.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch {
    lock.close();
    throw new Error(`another process works on the data folder ${folder}: stop it first`);
  }
  return () => lock.close();
}

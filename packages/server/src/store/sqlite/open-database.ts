import { Database } from "bun:sqlite";
import { migrate } from "./schema.ts";

const PRAGMAS = {
  journal_mode: "wal",
  // FULL: a commit is on disk before it returns (D1). NORMAL loses acknowledged commits on a power cut.
  synchronous: 2,
  foreign_keys: 1,
  busy_timeout: 5_000,
  journal_size_limit: 67_108_864,
  wal_autocheckpoint: 4_000,
  mmap_size: 0,
  trusted_schema: 0,
  cell_size_check: 1,
} as const;

const CACHE_KIB = 64 * 1024;

/**
 * Opens the database with the settings that durability rests on, and reads them back: the server refuses to
 * start on any other.
 */
export function openDatabase(path: string): Database {
  const database = new Database(path, { create: true, strict: true });
  database.exec("PRAGMA locking_mode = EXCLUSIVE"); // one server per database; a second one fails to open it
  for (const [name, value] of Object.entries(PRAGMAS)) {
    database.exec(`PRAGMA ${name} = ${value}`);
    if (path === ":memory:") continue; // has neither a journal nor a file to map
    const actual = Object.values(database.query(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];
    if (actual !== value) throw new Error(`SQLite keeps ${name} at ${String(actual)}, not ${value}`);
  }
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
  migrate(database);
  return database;
}

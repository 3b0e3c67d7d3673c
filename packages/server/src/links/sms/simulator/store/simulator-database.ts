import { Database } from "bun:sqlite";
import { LAYOUT, SCHEMA } from "./schema.ts";

/**
 * The SQLite file of the carrier in a box, which several nodes may share. Commits are not synced: what a power cut takes
 * from it was promised to nobody.
 *
 * @param path a file, or ":memory:"
 */
export function openSimulatorDatabase(path: string): Database {
  const database = new Database(path, { create: true, strict: true });
  database.exec("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = wal; PRAGMA synchronous = NORMAL;");
  database.transaction(() => lay(database)).immediate();
  database.exec("PRAGMA foreign_keys = ON;");
  return database;
}

function lay(database: Database): void {
  const { user_version } = database.query<{ user_version: number }, []>("PRAGMA user_version").get()!;
  if (user_version === LAYOUT) return;
  const tables = database
    .query<{ name: string }, []>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .all();
  for (const { name } of tables) database.exec(`DROP TABLE "${name}"`);
  database.exec(SCHEMA);
}

/** The number of the next change; within the transaction that makes it. */
export function nextRevision(database: Database): number {
  return database.query<{ last: number }, []>("UPDATE revision SET last = last + 1 RETURNING last").get()!
    .last;
}

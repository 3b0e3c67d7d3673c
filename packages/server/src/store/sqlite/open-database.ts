import { Database } from "bun:sqlite";
import { dirname, join } from "node:path";

export interface StorePaths {
  /** Everything but merged entries, written by the serving thread. */
  live: string;
  /** Merged entries, written by the merge thread. */
  history: string;
  lock: string;
}

export function pathsBeside(live: string): StorePaths {
  const folder = dirname(live);
  return { live, history: join(folder, "history.sqlite"), lock: join(folder, "lock.sqlite") };
}

const PRAGMAS = {
  journal_mode: "wal",
  // FULL: a commit is on disk before it returns (D1). NORMAL loses acknowledged commits on a power cut.
  synchronous: 2,
  foreign_keys: 1,
  busy_timeout: 5_000,
  journal_size_limit: 67_108_864,
  wal_autocheckpoint: 0, // see Compactor: checkpoints are taken where they keep nobody waiting
  mmap_size: 0,
  temp_store: 2, // merges sort in memory; a stage is bounded
  trusted_schema: 0,
  cell_size_check: 1,
} as const;

const LIVE_CACHE_KIB = 32 * 1024;
const MERGE_CACHE_KIB = 64 * 1024;
const READ_CACHE_KIB = 32 * 1024;
/** As much as SQLite is built for. */
const MAPPED_BYTES_MAX = 0x7fff_0000;

/** The connection that writes the live file, or ":memory:". */
export function openLive(path: string): Database {
  return open(path, LIVE_CACHE_KIB);
}

/** A connection that writes the history. */
export function openHistory(path: string): Database {
  return open(path, MERGE_CACHE_KIB);
}

/**
 * A connection that reads the history. Its pages are mapped: looking up a key in a large history is mostly the
 * copying of pages otherwise. A read error ends the process then (SIGBUS), which is what D19 asks for.
 */
export function openHistoryReader(path: string): Database {
  const database = open(path, READ_CACHE_KIB);
  database.exec(`PRAGMA mmap_size = ${MAPPED_BYTES_MAX}`);
  database.exec("PRAGMA query_only = 1");
  return database;
}

/** With the settings that durability rests on, read back: the server refuses to start on any other. */
function open(path: string, cache_kib: number): Database {
  const database = new Database(path, { create: true, strict: true });
  for (const [name, value] of Object.entries(PRAGMAS)) {
    database.exec(`PRAGMA ${name} = ${value}`);
    if (path === ":memory:") continue; // has neither a journal nor a file to map
    const actual = Object.values(database.query(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];
    if (actual !== value) throw new Error(`SQLite keeps ${name} at ${String(actual)}, not ${value}`);
  }
  database.exec("PRAGMA secure_delete = FAST"); // overwrites what is replaced within a page, at no further write
  database.exec(`PRAGMA cache_size = -${cache_kib}`);
  return database;
}

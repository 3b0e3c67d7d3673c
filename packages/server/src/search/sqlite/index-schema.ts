import { Database } from "bun:sqlite";
import { rmSync } from "node:fs";
import { codeOf } from "../../platform/failure.ts";

/**
 * - `term` has the terms of each document (see terms.ts), that of its conversation and that of its kind; contents and
 *   positions in the text are not kept, since what is found is compared with the entry itself. Its rowid is that of
 *   `document`, so that walking down from the highest finds the newest first.
 * - `document.id` is time << 25 | conversation_no, with the time in hundredths of a second since 2020, later by as
 *   much as it takes to be unique and ascending in its conversation.
 */
const SCHEMA = `
  CREATE TABLE state (version TEXT NOT NULL, complete INTEGER NOT NULL);
  INSERT INTO state VALUES ('', 0);
  CREATE TABLE conversation (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    indexed_seq INTEGER NOT NULL DEFAULT 0,
    last_time INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE document (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
  CREATE UNIQUE INDEX document_place ON document (id & 0x1ffffff, seq);
  CREATE VIRTUAL TABLE term USING fts5(
    terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
  );
  PRAGMA user_version = 1;
`;
const SCHEMA_VERSION = 1;

/** Whatever is lost here is indexed again, so a commit need not wait for the disk. */
const PRAGMAS = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = wal; PRAGMA synchronous = normal";
const CACHE_KIB = 16 * 1024;
/** As much as SQLite is built for. */
const MAPPED_BYTES_MAX = 0x7fff_0000;

/** Opens the index at a path, or ":memory:", making an empty one in place of one that cannot be read. */
export function openIndexFile(path: string): Database {
  try {
    return open(path);
  } catch (failure) {
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(failure))) throw failure;
    for (const suffix of ["", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
    return open(path);
  }
}

function open(path: string): Database {
  const database = new Database(path, { create: true, strict: true });
  try {
    database.exec(PRAGMAS);
    database.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA mmap_size = ${MAPPED_BYTES_MAX}`);
    database.transaction(() => bringToSchema(database)).immediate();
    return database;
  } catch (failure) {
    database.close();
    throw failure;
  }
}

/** An index of another schema, older or newer, is made anew. */
function bringToSchema(database: Database): void {
  const { user_version } = database.query<{ user_version: number }, []>("PRAGMA user_version").get()!;
  if (user_version === SCHEMA_VERSION) return;
  clearIndex(database);
}

/** Within a transaction: forgets everything. */
export function clearIndex(database: Database): void {
  const drop = (kind: string, name: string) => `DROP ${kind} IF EXISTS ${name};`;
  database.exec(["term", "document", "conversation", "state"].map((name) => drop("TABLE", name)).join(""));
  database.exec(SCHEMA);
}

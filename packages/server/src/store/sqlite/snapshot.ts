import { Database } from "bun:sqlite";
import { closeSync, openSync } from "node:fs";

/** A database file and where its copy is to be; there is no file yet. */
export interface DatabaseCopy {
  from: string;
  to: string;
}

const BUSY_TIMEOUT_MS = 30_000;

interface SchemaObject {
  type: string;
  name: string;
  sql: string;
}

/**
 * Copies databases that a server is writing to, all as they were at one moment: the one at which the first was
 * pinned. It works as VACUUM does (tables and indexes made anew and filled in key order) but, unlike VACUUM INTO,
 * within one read transaction over all of them. Nobody waits for it; while it runs, the write-ahead logs cannot
 * be emptied and grow by what is written meanwhile. Nothing is synced: that is the caller's, once it is verified.
 */
export function snapshotDatabases(copies: readonly DatabaseCopy[]): void {
  const reader = new Database(":memory:", { strict: true });
  try {
    reader.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA foreign_keys = OFF`);
    for (const [index, { from, to }] of copies.entries()) {
      closeSync(openSync(to, "wx", 0o600));
      attach(reader, from, sourceName(index));
      attach(reader, to, targetName(index));
      reader.exec(`PRAGMA ${targetName(index)}.synchronous = OFF`);
    }
    const others = copies.slice(1).map(({ from }) => new Database(from, { readonly: true }));
    try {
      pinTogether(reader, copies.length, others);
    } finally {
      for (const other of others) other.close();
    }
    for (const index of copies.keys()) copyDatabase(reader, sourceName(index), targetName(index));
    reader.exec("COMMIT");
  } finally {
    reader.close();
  }
}

const sourceName = (index: number) => `source_${index}`;
const targetName = (index: number) => `target_${index}`;

function attach(reader: Database, path: string, name: string): void {
  reader.query(`ATTACH ? AS ${name}`).run(path);
}

/**
 * Begins a read transaction that sees all databases as they were at one moment. A transaction pins each at its
 * first read; when no other than the first changed from before the first was pinned until all were, they are
 * what they were at that moment. Otherwise once more.
 */
function pinTogether(reader: Database, count: number, others: readonly Database[]): void {
  for (;;) {
    const before = versionsOf(others);
    reader.exec("BEGIN");
    for (let index = 0; index < count; index++)
      reader.query(`SELECT count(*) FROM ${sourceName(index)}.sqlite_schema`).get();
    if (versionsOf(others) === before) return;
    reader.exec("ROLLBACK");
  }
}

/** Differs whenever another connection has committed (https://sqlite.org/pragma.html#pragma_data_version). */
function versionsOf(databases: readonly Database[]): string {
  return databases.map((database) => database.query("PRAGMA data_version").values().join()).join(" ");
}

function copyDatabase(reader: Database, source: string, target: string): void {
  const objects = reader
    .query<SchemaObject, []>(
      `SELECT type, name, sql FROM ${source}.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .all();
  const tables = objects.filter(({ type }) => type === "table");
  for (const { sql } of tables) reader.exec(inSchema(sql, target));
  // With its indexes there and no rows yet, INSERT … SELECT moves whole records without looking into them.
  for (const { sql } of objects.filter(({ type }) => type === "index")) reader.exec(inSchema(sql, target));
  for (const { name } of tables)
    reader.exec(`INSERT INTO ${target}."${name}" SELECT * FROM ${source}."${name}"`);
  if (has(reader, source, "sqlite_sequence")) {
    reader.exec(`DELETE FROM ${target}.sqlite_sequence`);
    reader.exec(`INSERT INTO ${target}.sqlite_sequence SELECT * FROM ${source}.sqlite_sequence`);
  }
  const version = reader.query(`PRAGMA ${source}.user_version`).values()[0]![0];
  reader.exec(`PRAGMA ${target}.user_version = ${version}`);
}

/** The statement that makes the same table or index in another schema. @throws for what cannot be copied so */
function inSchema(sql: string, schema: string): string {
  const match = /^CREATE (TABLE|(?:UNIQUE )?INDEX) (.*)$/is.exec(sql);
  if (!match) throw new Error(`a snapshot knows tables and indexes only, not ${sql}`);
  return `CREATE ${match[1]} ${schema}.${match[2]}`;
}

function has(reader: Database, schema: string, name: string): boolean {
  return reader.query(`SELECT 1 FROM ${schema}.sqlite_schema WHERE name = ?`).get(name) !== null;
}

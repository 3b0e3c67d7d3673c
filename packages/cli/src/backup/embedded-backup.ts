import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { snapshotDatabases } from "@feiliao/server/store/sqlite/snapshot";
import { sync } from "./durable.ts";

/** The database that a data folder must have; its copy is as of the moment of the backup. */
export const MAIN_DATABASE = "feiliao.sqlite";
/** Held open by the server that runs; it holds no data. */
export const LOCK_FILE = "lock.sqlite";
/**
 * The carrier in a box forgets: what is on its handsets is for trying out, and has sign-up codes in it. The search
 * index is made anew from the logs.
 */
const LEFT_OUT = new Set([LOCK_FILE, "handsets.sqlite", "search.sqlite"]);

/** What a copy of the database is in a backup. */
export interface DatabaseCopy {
  names: string[];
  schema_version: number;
}

/** Copies the databases of a data folder whose server may be running. */
export async function copyDatabases(data: string, backup: string): Promise<DatabaseCopy> {
  if (!existsSync(join(data, MAIN_DATABASE)))
    throw new Error(`there is no ${MAIN_DATABASE} in ${data}: name the server's data folder with --data`);
  const databases = (await readdir(data)).filter((name) => name.endsWith(".sqlite") && !LEFT_OUT.has(name));
  const names = [MAIN_DATABASE, ...databases.filter((name) => name !== MAIN_DATABASE)];
  snapshotDatabases(names.map((name) => ({ from: join(data, name), to: join(backup, name) })));
  for (const name of names) await sync(join(backup, name));
  return { names, schema_version: schemaVersionOf(join(backup, MAIN_DATABASE)) };
}

function schemaVersionOf(path: string): number {
  const database = new Database(path, { readonly: true });
  try {
    return Number(database.query("PRAGMA user_version").values()[0]![0]);
  } finally {
    database.close();
  }
}

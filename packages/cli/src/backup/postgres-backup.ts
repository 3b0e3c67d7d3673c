import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { sync } from "./durable.ts";
import type { DatabaseCopy } from "./embedded-backup.ts";
import { DUMP_FILE } from "./manifest.ts";
import { PostgresTools, scriptOf } from "./postgres-tools.ts";

/** A schema that a former restore has moved aside. */
const ASIDE = "before_restore_";
/** Tables that are made anew from the logs. */
const SEARCH_INDEX = "search_";

/** Dumps a database as of one moment, while the nodes go on. */
export async function dumpDatabase(url: string, backup: string): Promise<DatabaseCopy> {
  const tools = new PostgresTools(url);
  await tools.checkVersions();
  const path = join(backup, DUMP_FILE);
  await tools.run("pg_dump", [
    "--format=custom",
    "--no-owner",
    "--no-privileges",
    `--exclude-schema=${ASIDE}*`,
    `--exclude-table=${SEARCH_INDEX}*`,
    `--file=${path}`,
  ]);
  await chmod(path, 0o600);
  await sync(path);
  const schema_version = Number(await tools.value("SELECT version FROM schema_version"));
  return { names: [DUMP_FILE], schema_version };
}

/** @throws {UnsoundBackup} when the dump cannot be read to its end */
export async function checkDump(path: string): Promise<void> {
  for await (const part of scriptOf(path)) void part;
}

export interface RestoredDatabase {
  epoch: number;
  /** Schema that holds the former content, when there was one. */
  moved_to: string | null;
}

/**
 * Puts a dump into a database that no node uses, in one transaction together with the new epoch (D10): it is
 * there whole, with an epoch that no client has seen, or not at all.
 */
export async function restoreDatabase(
  url: string,
  dump: string,
  { replace, now }: { replace: boolean; now: number },
): Promise<RestoredDatabase> {
  const tools = new PostgresTools(url);
  await tools.checkVersions();
  await refuseInUse(tools);
  const former = Number(await tools.value(TABLES)) > 0;
  if (former && !replace)
    throw new Error(
      "the database is not empty: restore into an empty one, or move its content aside with --replace",
    );
  const aside = `${ASIDE}${now}`;
  await tools.runScript(
    former ? `ALTER SCHEMA public RENAME TO ${aside}; CREATE SCHEMA public` : "",
    scriptOf(dump),
    newEpoch(former ? aside : null),
  );
  const epoch = Number(await tools.value("SELECT epoch FROM public.log_epoch"));
  return { epoch, moved_to: former ? aside : null };
}

/** Begins a new epoch in a database that no node uses. */
export async function bumpDatabaseEpoch(url: string): Promise<number> {
  const tools = new PostgresTools(url);
  await refuseInUse(tools);
  return Number(await tools.value("UPDATE log_epoch SET epoch = epoch + 1 RETURNING epoch"));
}

const TABLES = `SELECT count(*) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`;

async function refuseInUse(tools: PostgresTools): Promise<void> {
  const sessions = Number(
    await tools.value(
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    ),
  );
  if (sessions > 0)
    throw new Error(
      `${sessions} others are connected to the database: stop all nodes, and the pooler, first`,
    );
}

/** Above the dump's, and above that of the log it takes the place of, which may be a restored one itself. */
function newEpoch(former: string | null): string {
  const floor = former ? `(SELECT max(epoch) FROM ${former}.log_epoch)` : "0";
  return `UPDATE public.log_epoch SET epoch = greatest(epoch, ${floor}) + 1`;
}

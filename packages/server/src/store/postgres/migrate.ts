import type { Database } from "./database.ts";
import { MIGRATIONS } from "./schema.ts";
import type { Transaction } from "./transaction.ts";

/** Any number no other application on the same database is likely to lock. */
const MIGRATION_LOCK = "5066549580791809";

/** Brings the database to the newest schema in one transaction; nodes that start at once take turns. */
export function migrate(database: Database): Promise<void> {
  return database.transaction(async (transaction) => {
    await transaction.query("SELECT pg_advisory_xact_lock($1::bigint)", MIGRATION_LOCK);
    const version = await schemaVersion(transaction);
    if (version > MIGRATIONS.length) {
      throw new Error(
        `names a database with schema ${version}, newer than this server's ${MIGRATIONS.length}`,
      );
    }
    if (version === MIGRATIONS.length) return;
    for (const statements of MIGRATIONS.slice(version)) await transaction.run(statements);
    await transaction.query("UPDATE schema_version SET version = $1::int", String(MIGRATIONS.length));
  });
}

async function schemaVersion(transaction: Transaction): Promise<number> {
  const [{ exists }] = (await transaction.query<{ exists: boolean }>(
    "SELECT to_regclass('schema_version') IS NOT NULL AS exists",
  )) as [{ exists: boolean }];
  if (!exists) {
    await transaction.run(
      "CREATE TABLE schema_version (version integer NOT NULL); INSERT INTO schema_version VALUES (0)",
    );
  }
  const [row] = await transaction.query<{ version: number }>("SELECT version FROM schema_version");
  return row!.version;
}

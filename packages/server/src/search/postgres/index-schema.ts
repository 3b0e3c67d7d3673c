import type { Database } from "../../store/postgres/database.ts";

/**
 * - `search_document.terms` has a hash of each term (see term-hash.ts), that of its conversation and that of its kind:
 *   a third of the size of the terms themselves. What hashes alike is told apart by the entry's text.
 * - GIN finds what is rare. What is frequent is met soon by going back in time, along the other index.
 * - A short pending list: whatever waits in it is compared with every query (PostgreSQL manual, 70.4.1).
 */
const SCHEMA = `
  CREATE TABLE search_state (
    schema integer NOT NULL,
    version text NOT NULL,
    complete boolean NOT NULL,
    holder text,
    held_until timestamptz
  );
  CREATE TABLE search_position (
    conversation_id uuid PRIMARY KEY,
    seq integer NOT NULL
  ) WITH (fillfactor = 70);
  CREATE TABLE search_document (
    conversation_id uuid,
    seq integer,
    time bigint NOT NULL,
    terms integer[] NOT NULL,
    PRIMARY KEY (conversation_id, seq)
  );
  CREATE INDEX search_document_time ON search_document (time, conversation_id, seq);
  CREATE INDEX search_document_term ON search_document USING gin (terms) WITH (gin_pending_list_limit = 256);
`;
const SCHEMA_VERSION = 1;
const TABLES = ["search_document", "search_position", "search_state"] as const;

/** Any number no other application on the same database is likely to lock. */
const SCHEMA_LOCK = "5066549580791810";

/** Makes the tables; those of another schema, older or newer, are made anew. Nodes that start at once take turns. */
export function prepareTables(database: Database): Promise<void> {
  return database.transaction(async (transaction) => {
    await transaction.query("SELECT pg_advisory_xact_lock($1::bigint)", SCHEMA_LOCK);
    const [found] = await transaction.query<{ exists: boolean }>(
      "SELECT to_regclass('search_state') IS NOT NULL AS exists",
    );
    if (found!.exists) {
      const [state] = await transaction.query<{ schema: number }>("SELECT schema FROM search_state");
      if (state?.schema === SCHEMA_VERSION) return;
    }
    await transaction.run(TABLES.map((table) => `DROP TABLE IF EXISTS ${table};`).join("\n"));
    await transaction.run(SCHEMA);
    await transaction.run(
      `INSERT INTO search_state (schema, version, complete) VALUES (${SCHEMA_VERSION}, '', false)`,
    );
  });
}

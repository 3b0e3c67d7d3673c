import { afterAll } from "bun:test";
import { type Postgres, type PostgresOptions, startPostgres } from "@feiliao/testkit/servers/postgres";

export interface TestDatabase extends Pick<Postgres, "url" | "kill" | "restart" | "psql"> {
  /** Forgets all tables. Nobody may use them at the time. */
  empty(): void;
}

/** A PostgreSQL server for the tests of a file, ended after them. */
export async function testDatabase(options?: PostgresOptions): Promise<TestDatabase> {
  const { url, kill, restart, psql, stop } = await startPostgres(options);
  afterAll(stop);
  return {
    url,
    kill,
    restart,
    psql,
    empty: () => psql("postgres", "-c", "DROP SCHEMA public CASCADE", "-c", "CREATE SCHEMA public"),
  };
}

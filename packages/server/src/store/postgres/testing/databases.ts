import { afterAll } from "bun:test";
import { type Postgres, type PostgresOptions, startPostgres } from "@feiliao/testkit/servers/postgres";

export interface TestDatabases {
  readonly postgres: Postgres;
  /** The URL of a new, empty database. */
  create(): string;
}

let count = 0;

/** A PostgreSQL server for the tests of a file, ended after them. */
export async function testDatabases(options?: PostgresOptions): Promise<TestDatabases> {
  const postgres = await startPostgres(options);
  afterAll(() => postgres.stop());
  return {
    postgres,
    create() {
      const name = `test_${++count}`;
      postgres.psql("postgres", "-c", `CREATE DATABASE ${name}`);
      return postgres.url.replace(/\/postgres$/, `/${name}`);
    },
  };
}

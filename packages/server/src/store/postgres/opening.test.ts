import { beforeEach, expect, test } from "bun:test";
import { silentLogger } from "../../platform/logger.ts";
import { postgresStore } from "./postgres-store.ts";
import { MIGRATIONS } from "./schema.ts";
import { testDatabase } from "./testing/database.ts";

const database = await testDatabase();
const open = () => postgresStore(database.url, silentLogger);

beforeEach(database.empty);

test.each([
  ["synchronous_commit", "off"],
  ["synchronous_commit", "local"],
])("D1 a server with %s = %s is refused", async (name, value) => {
  database.psql("postgres", "-c", `ALTER ROLE postgres SET ${name} = ${value}`);
  await expect(open()).rejects.toThrow(`names a PostgreSQL with ${name} = ${value}`);
  database.psql("postgres", "-c", `ALTER ROLE postgres RESET ${name}`);
});

test.each(["fsync", "full_page_writes"])("D1 a server with %s = off is refused", async (name) => {
  const configure = (value: string) =>
    database.psql("postgres", "-c", `ALTER SYSTEM SET ${name} = ${value}`, "-c", "SELECT pg_reload_conf()");
  configure("off");
  await expect(open()).rejects.toThrow(`names a PostgreSQL with ${name} = off; it must be on`);
  configure("on");
});

test("five nodes that start at once on an empty database make one schema", async () => {
  const stores = await Promise.all(Array.from({ length: 5 }, open));
  expect(stores.map((store) => store.epoch())).toEqual([1, 1, 1, 1, 1]);
  await Promise.all(stores.map((store) => store.close()));
});

test("a database of a newer server is left alone", async () => {
  await (await open()).close();
  database.psql("postgres", "-c", "UPDATE schema_version SET version = version + 1");
  await expect(open()).rejects.toThrow(`schema ${MIGRATIONS.length + 1}, newer than this server's`);
});

test("a database that does not exist is named as such, without its password", async () => {
  const url = database.url.replace("postgres@", "postgres:hush@").replace(/postgres$/, "nowhere");
  await expect(postgresStore(url, silentLogger)).rejects.toThrow(/^names a database that does not exist$/);
});

test("a server that is not there ends the start with an answer", async () => {
  await database.kill();
  await expect(open()).rejects.toThrow("cannot be reached");
  await database.restart();
}, 30_000);

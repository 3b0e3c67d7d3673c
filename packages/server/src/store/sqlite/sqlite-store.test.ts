import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger } from "../../platform/logger.ts";
import { storeContract } from "../store.contract.ts";
import { openLive } from "./open-database.ts";
import { type SqliteStore, sqliteStore } from "./sqlite-store.ts";
import { SqliteWriter } from "./writer.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let file = "";
beforeEach(() => {
  file = join(mkdtempSync(join(folder, "data-")), "feiliao.sqlite");
});

const settle = (store: SqliteStore) => store.settle();
storeContract("SQLite file", async () => sqliteStore(file, silentLogger), { durable: true, settle });
storeContract("SQLite in memory", async () => sqliteStore(":memory:", silentLogger), {
  durable: false,
  settle,
});

test("ES1 a commit is on disk before it returns: synchronous is FULL and the journal a WAL", () => {
  const database = openLive(file);
  expect(database.query("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
  expect(database.query("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  database.close();
});

test("ES8 a second server cannot open the same data folder", async () => {
  const first = sqliteStore(file, silentLogger);
  expect(() => sqliteStore(file, silentLogger)).toThrow("another server uses this data folder");
  await first.close();
  await sqliteStore(file, silentLogger).close();
});

test("ES11 an unforeseen failure inside a commit rolls it back and is not acknowledged; its neighbours go on", async () => {
  const database = openLive(file);
  database.exec("CREATE TABLE note (text TEXT)");
  let rollbacks = 0;
  const writer = new SqliteWriter(database, silentLogger, {
    committing() {},
    committed() {},
    rolledBack: () => void rollbacks++,
  });
  const results = await Promise.allSettled([
    writer.write(() => database.exec("INSERT INTO note VALUES ('one')")),
    writer.write(() => database.exec("INSERT INTO no_such_table VALUES (1)")),
  ]);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected"]);
  expect(rollbacks).toBe(2); // of the two together, then of the failing one alone
  expect(database.query("SELECT text FROM note").all()).toEqual([{ text: "one" }]);
  database.close();
});

test("ES11 D19 after an I/O error nothing is written any more, whether it would succeed or not", async () => {
  const database = openLive(file);
  database.exec("CREATE TABLE note (text TEXT)");
  const writer = new SqliteWriter(database, silentLogger, {
    committing() {},
    committed() {},
    rolledBack() {},
  });
  const insert = (text: string) => () => void database.query("INSERT INTO note VALUES (?)").run(text);
  const fail = () => {
    throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_FSYNC" });
  };
  await writer.write(insert("before"));
  for (const work of [fail, insert("after")]) {
    await expect(writer.write(work)).rejects.toMatchObject({ code: "storage_failed" });
  }
  expect(writer.broken).toBe(true);
  expect(database.query("SELECT text FROM note").all()).toEqual([{ text: "before" }]);
  database.close();
});

test("ES11 the disk being full refuses writes and loses nothing; with space again, they go on", async () => {
  const database = openLive(file);
  database.exec("CREATE TABLE note (text TEXT)");
  const writer = new SqliteWriter(database, silentLogger, {
    committing() {},
    committed() {},
    rolledBack() {},
  });
  const write = (text: string) => writer.write(() => database.query("INSERT INTO note VALUES (?)").run(text));
  await write("first");
  const { page_count } = database.query<{ page_count: number }, []>("PRAGMA page_count").get()!;
  database.exec(`PRAGMA max_page_count = ${page_count}`); // SQLITE_FULL, as from a full disk
  await expect(write("x".repeat(100_000))).rejects.toMatchObject({ code: "storage_failed" });
  database.exec(`PRAGMA max_page_count = ${page_count + 1_000}`);
  await write("second");
  expect(database.query("SELECT text FROM note").all()).toEqual([{ text: "first" }, { text: "second" }]);
  database.close();
});

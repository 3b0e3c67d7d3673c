import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger } from "../../platform/logger.ts";
import { snapshotDatabases } from "./snapshot.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-snapshot-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = () => join(folder, `${crypto.randomUUID()}.sqlite`);

/** The files of a store, as a server makes them. */
async function makeStore(): Promise<string[]> {
  const data = join(folder, crypto.randomUUID());
  mkdirSync(data);
  await sqliteStore(join(data, "feiliao.sqlite"), silentLogger).close();
  return readdirSync(data)
    .filter((name) => name.endsWith(".sqlite") && name !== "lock.sqlite")
    .map((name) => join(data, name));
}

test("a copy has all tables, indexes, rows and the version of a store's databases", async () => {
  for (const from of await makeStore()) {
    const to = path();
    snapshotDatabases([{ from, to }]);
    const [original, copy] = [new Database(from), new Database(to)];
    const schemaOf = (database: Database) =>
      database.query("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all();
    expect(schemaOf(copy)).toEqual(schemaOf(original));
    for (const { name } of original
      .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all())
      expect(copy.query(`SELECT * FROM ${name}`).all()).toEqual(
        original.query(`SELECT * FROM ${name}`).all(),
      );
    expect(copy.query("PRAGMA user_version").get()).toEqual(original.query("PRAGMA user_version").get());
    expect(copy.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    for (const database of [original, copy]) database.close();
  }
});

test("what is committed while a copy is made, or open and not committed, is not in it; counters are", () => {
  const [from, to] = [path(), path()];
  const [server, other] = [new Database(from), new Database(from)];
  server.exec(
    "PRAGMA journal_mode = wal; CREATE TABLE note (no INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT)",
  );
  server.exec("INSERT INTO note (text) VALUES ('one'), ('two'); DELETE FROM note WHERE text = 'two'");
  other.exec("BEGIN IMMEDIATE; INSERT INTO note (text) VALUES ('open')");
  snapshotDatabases([{ from, to }]);
  other.exec("COMMIT");
  const copy = new Database(to);
  expect(copy.query("SELECT no, text FROM note").all()).toEqual([{ no: 1, text: "one" }]);
  expect(copy.query("INSERT INTO note (text) VALUES ('next') RETURNING no").get()).toEqual({ no: 3 });
  for (const database of [server, other, copy]) database.close();
});

/** Moves numbers from the first database to the second, copying before it deletes, until it is killed. */
const MOVER = `
  import { Database } from "bun:sqlite";
  const [from, to] = process.argv.slice(1).map((path) => new Database(path));
  for (const database of [from, to]) database.exec("PRAGMA busy_timeout = 5000");
  for (let number = 1; ; number++) {
    from.query("INSERT INTO number VALUES (?)").run(number);
    if (number % 7 > 0) continue;
    const moved = from.query("SELECT number FROM number").values().flat();
    to.transaction(() => { for (const each of moved) to.query("INSERT INTO number VALUES (?)").run(each); })();
    from.query("DELETE FROM number WHERE number <= ?").run(number);
  }`;

test("several databases are copied as of one moment, while rows move from the first to the second", async () => {
  const [from, to] = [path(), path()];
  for (const file of [from, to]) {
    const database = new Database(file);
    database.exec("PRAGMA journal_mode = wal; CREATE TABLE number (number INTEGER PRIMARY KEY)");
    database.close();
  }
  const mover = Bun.spawn([process.execPath, "-e", MOVER, from, to], { stdout: "ignore", stderr: "inherit" });
  const largest: number[] = [];
  try {
    while (largest.filter((number) => number > 0).length < 40) {
      const copies = [path(), path()];
      snapshotDatabases([
        { from, to: copies[0]! },
        { from: to, to: copies[1]! },
      ]);
      const [waiting, moved] = copies.map((file) => {
        const database = new Database(file, { readonly: true });
        const numbers = database
          .query("SELECT number FROM number ORDER BY number")
          .values()
          .flat() as number[];
        database.close();
        return numbers;
      });
      const all = [...new Set([...moved!, ...waiting!])].sort((a, b) => a - b);
      // Nothing is missing, and the second has nothing that the first had not yet seen.
      expect(all).toEqual(Array.from({ length: all.length }, (_, index) => index + 1));
      expect(all.length % 7 > 0 ? waiting!.at(-1) : all.length).toBe(all.length);
      largest.push(all.length);
    }
  } finally {
    mover.kill("SIGKILL");
    await mover.exited;
  }
  expect(largest).toEqual([...largest].sort((a, b) => a - b));
  expect(largest.at(-1)!).toBeGreaterThan(largest.find((number) => number > 0)!);
});

test("what is there already is not overwritten", () => {
  const [from, to] = [path(), path()];
  new Database(from).exec("CREATE TABLE note (text TEXT)");
  snapshotDatabases([{ from, to }]);
  expect(() => snapshotDatabases([{ from, to }])).toThrow("EEXIST");
  expect(existsSync(to)).toBe(true);
});

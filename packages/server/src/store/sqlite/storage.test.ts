import { Database } from "bun:sqlite";
import { afterAll, beforeEach, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger } from "../../platform/logger.ts";
import { systemRandom } from "../../platform/random.ts";
import { moveEntries } from "./log/convert.ts";
import { createHistory } from "./log/history-schema.ts";
import { openHistory, openLive, pathsBeside, type StorePaths } from "./open-database.ts";
import { ENTRIES_IN_LIVE, migrate } from "./schema.ts";
import { type SqliteStore, sqliteStore } from "./sqlite-store.ts";

const root = mkdtempSync(join(tmpdir(), "feiliao-storage-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = Date.UTC(2026, 0, 1);
const CONVERSATION = "con_AAAAAAAAAAAAAAAAAAAAAA" as const;
const ALICE = { account_id: "acc_AAAAAAAAAAAAAAAAAAAAAA", device_id: "dev_AAAAAAAAAAAAAAAAAAAAAA" } as const;
const FOLD = { talk_end: { type: "talk_end", target: 2 } };

let paths: StorePaths;
beforeEach(() => {
  paths = pathsBeside(join(mkdtempSync(join(root, "data-")), "feiliao.sqlite"));
});

/** A data folder as servers left it when entries were in the live file. */
function writeOldFolder(): void {
  const live = openLive(paths.live);
  migrate(live, ENTRIES_IN_LIVE);
  live.exec(`
    INSERT INTO account (no, id, number, created_at) VALUES (1, '${ALICE.account_id}', '+8613800138001', 1);
    INSERT INTO device VALUES (1, '${ALICE.device_id}', 1, x'00', 'phone', 1, 1, NULL);
    INSERT INTO conversation (no, id, kind, title, created_at) VALUES (1, '${CONVERSATION}', 'group', 'notes', 1);
    INSERT INTO membership (conversation_no, account_no, shown) VALUES (1, 1, 1);
    INSERT INTO device_position VALUES (1, 1, 300);
  `);
  const insert = live.query("INSERT INTO entry VALUES (1, ?, 1, 1, ?, ?, ?, ?, ?)");
  for (let seq = 1; seq <= 300; seq++) {
    const content = JSON.stringify({ type: "text", text: `message ${seq}` });
    insert.run(seq, `key ${seq}`, NOW, content, seq === 2 ? JSON.stringify(FOLD) : null, seq * 7);
  }
  live.close();
}

async function checkConverted(): Promise<void> {
  const store = sqliteStore(paths.live, silentLogger);
  const { entries } = await store.conversations.read(CONVERSATION, ALICE.account_id, {
    after_seq: 0,
    limit: 1_000,
  });
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  expect(entries.filter(({ fold }) => fold).map(({ seq, fold }) => [seq, fold])).toEqual([
    [2, FOLD],
  ] as never);
  expect(await send(store, 300, 300)).toMatchObject({ seq: 300, fresh: false });
  expect(await send(store, 301, 301)).toMatchObject({ seq: 301, fresh: true });
  await store.close();
}

function send(store: SqliteStore, number: number, device_seq: number) {
  const content = { type: "text", text: `message ${number}` } as const;
  const intent = { conversation_id: CONVERSATION, ...ALICE, client_id: `key ${number}`, content, now: NOW };
  return store.conversations.append({ ...intent, device_seq } as const);
}

test("ES10 a data folder with its entries in the live file is converted when it is opened", async () => {
  writeOldFolder();
  await checkConverted();
  const live = new Database(paths.live);
  expect(live.query("SELECT name FROM sqlite_schema WHERE name = 'entry'").get()).toBeNull();
  live.close();
});

test("ES10 a conversion that was interrupted starts again", async () => {
  writeOldFolder();
  const history = openHistory(paths.history);
  createHistory(history, "main", 1);
  moveEntries(history, paths.live); // the process ends here: the entries are in both files
  history.close();
  await checkConverted();
});

async function withEntries(): Promise<void> {
  writeOldFolder();
  await checkConverted();
  const store = sqliteStore(paths.live, silentLogger);
  await store.settle();
  await store.close();
}

test("ES9 D19 a history that is older than what the live file let go of is refused", async () => {
  await withEntries();
  const old = join(paths.live, "../old.sqlite");
  copyFileSync(paths.history, old);
  const store = sqliteStore(paths.live, silentLogger);
  await send(store, 302, 302);
  await store.settle();
  await store.close();
  copyFileSync(old, paths.history);
  expect(() => sqliteStore(paths.live, silentLogger)).toThrow("history.sqlite is older than feiliao.sqlite");
});

test("ES9 D19 a live file that is older than its history is refused", async () => {
  await withEntries();
  const old = join(paths.live, "../old.sqlite");
  copyFileSync(paths.live, old);
  const store = sqliteStore(paths.live, silentLogger);
  await send(store, 302, 302);
  await store.settle();
  await store.close();
  copyFileSync(old, paths.live);
  expect(() => sqliteStore(paths.live, silentLogger)).toThrow("feiliao.sqlite is older than history.sqlite");
});

test("ES9 D19 a history whose live file is missing is refused, and keeps what it holds", async () => {
  await withEntries();
  rmSync(paths.live);
  for (const start of ["first", "second"]) {
    expect(() => sqliteStore(paths.live, silentLogger), start).toThrow("feiliao.sqlite is missing");
  }
  expect(entriesInHistory()).toBe(301);
});

test("ES9 D19 a live file from before there was a history is refused beside one that is in use", async () => {
  writeOldFolder();
  const old = join(paths.live, "../old.sqlite");
  copyFileSync(paths.live, old);
  await checkConverted();
  const store = sqliteStore(paths.live, silentLogger);
  await store.settle();
  await store.close();
  copyFileSync(old, paths.live);
  expect(() => sqliteStore(paths.live, silentLogger)).toThrow("feiliao.sqlite is older than history.sqlite");
  expect(entriesInHistory()).toBe(301);
});

test("ES9 D19 a converted history that is gone before its first merge is missed", async () => {
  writeOldFolder();
  await checkConverted();
  rmSync(paths.history);
  expect(() => sqliteStore(paths.live, silentLogger)).toThrow("history.sqlite is another server's");
});

test("ES9 D19 the history of another server is refused, however far it is", async () => {
  await withEntries();
  const { live, history } = paths;
  const others = pathsBeside(join(mkdtempSync(join(root, "data-")), "feiliao.sqlite"));
  paths = others;
  await withEntries();
  copyFileSync(others.history, history);
  expect(() => sqliteStore(live, silentLogger)).toThrow("history.sqlite is another server's");
});

function entriesInHistory(): number {
  const history = new Database(paths.history);
  const { count } = history.query<{ count: number }, []>("SELECT count(*) AS count FROM entry").get()!;
  history.close();
  return count;
}

test("ES10 files of a newer server are refused, and stay as they were", () => {
  const live = openLive(paths.live);
  live.exec("PRAGMA user_version = 99");
  live.close();
  expect(() => sqliteStore(paths.live, silentLogger)).toThrow("newer than this server's");
  const again = openLive(paths.live);
  expect(again.query("SELECT count(*) AS tables FROM sqlite_schema").get()).toEqual({ tables: 0 });
  again.close();
  const history = openHistory(paths.history);
  history.exec("PRAGMA user_version = 99");
  expect(() => createHistory(history, "main", systemRandom.bytes(1)[0]!)).toThrow("newer than this server's");
  history.close();
});

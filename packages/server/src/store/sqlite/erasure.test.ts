import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EntryContent } from "@feiliao/protocol";
import { silentLogger } from "../../platform/logger.ts";
import { intentOf, type Pair, pair } from "../testing/cast.ts";
import { type SqliteStore, sqliteStore } from "./sqlite-store.ts";

const root = mkdtempSync(join(tmpdir(), "feiliao-erasure-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder = "";
let store: SqliteStore;
let cast: Pair;

beforeEach(async () => {
  folder = mkdtempSync(join(root, "data-"));
  store = open();
  cast = await pair(store);
});

function open(): SqliteStore {
  return sqliteStore(join(folder, "feiliao.sqlite"), silentLogger);
}

let keys = 0;

function say(content: EntryContent): Promise<{ seq: number }> {
  return store.conversations.append(intentOf(cast, `key ${keys++}`, { content }));
}

async function chatter(count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, index) => say({ type: "text", text: `chatter ${index}` }));
  await Promise.all(all);
}

async function contents(): Promise<EntryContent[]> {
  const range = { after_seq: 0, limit: 10_000 };
  const { entries } = await store.conversations.read(cast.conversation_id, cast.bob.account_id, range);
  return entries.map(({ content }) => content);
}

/** The files of the data folder that hold the words. */
function filesWith(words: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(words));
}

const SECRETS = ["the short secret", `the long secret ${"and more of it ".repeat(500)}`];
const MARKS = ["short secret", "long secret", "more of it", "other words"];

/** Says two secrets, changes one, and recalls both. */
async function sayAndRecall(between: () => Promise<void>): Promise<void> {
  const said = await Promise.all(SECRETS.map((text) => say({ type: "text", text })));
  await say({ type: "edit", target: said[1]!.seq, text: `other words ${"and more of it ".repeat(400)}` });
  await between();
  for (const { seq } of said) await say({ type: "recall", target: seq });
}

for (const [where, between] of [
  ["the stage", () => chatter(50)],
  ["the history", () => store.settle()],
  [
    "the history, between others",
    async () => {
      for (let round = 0; round < 10; round++) {
        await chatter(200);
        await store.settle();
      }
    },
  ],
] as const) {
  test(`ES15 what is recalled from ${where} is in no file of the data folder once that has settled`, async () => {
    await chatter(20);
    await sayAndRecall(between);
    expect((await contents()).filter(({ type }) => type === "erased")).toHaveLength(3);
    await store.settle();
    expect(MARKS.map((mark) => [mark, filesWith(mark)])).toEqual(MARKS.map((mark) => [mark, []]));
    expect(filesWith("chatter 7").length).toBeGreaterThan(0);
    await store.close();
    store = open();
    expect((await contents()).filter(({ type }) => type === "erased")).toHaveLength(3);
    expect(MARKS.flatMap(filesWith)).toEqual([]);
    await store.close();
  });
}

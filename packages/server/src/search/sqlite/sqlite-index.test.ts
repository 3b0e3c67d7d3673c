import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { searchIndexContract } from "../search-index.contract.ts";
import { memoryIndex, sqliteIndex } from "./sqlite-index.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-search-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let file = "";
beforeEach(() => {
  file = join(mkdtempSync(join(folder, "data-")), "search.sqlite");
});

searchIndexContract("SQLite file", async () => sqliteIndex(file), { durable: true });
searchIndexContract("SQLite in memory", async () => sqliteIndex(":memory:"), { durable: false });

searchIndexContract("SQLite, a few occurrences at a time", async () => memoryIndex(10), { durable: false });

test("SE5 a file that is no index is replaced by an empty one", async () => {
  writeFileSync(file, "no database at all, but long enough to look at".repeat(100));
  const index = sqliteIndex(file);
  await index.begin("1");
  expect([await index.complete(), await index.positions([])]).toEqual([false, new Map()]);
  await index.close();
});

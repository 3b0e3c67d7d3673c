import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger } from "../../platform/logger.ts";
import { ALICE, createGroup, NOW, signIn } from "../testing/cast.ts";
import { type FilledEntry, fillHistory } from "./fill.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-fill-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a filled log goes on where it was, refuses known keys, and is the same when it is filled again", async () => {
  const path = join(folder, "feiliao.sqlite");
  let store = sqliteStore(path, silentLogger);
  const alice = await signIn(store, ALICE);
  const conversation_id = await createGroup(store, [alice]);
  const content = { type: "text", text: "hello" } as const;
  const send = (client_id: string) =>
    store.conversations.append({ conversation_id, ...alice, client_id, content, now: NOW });
  await send("before");
  await store.close();

  const entries = Array.from({ length: 1_000 }, (_, number): FilledEntry => {
    return { ...alice, client_id: `key ${number}`, server_time: NOW + number, content };
  });
  expect(await fillHistory(path, [{ conversation_id, entries }])).toBe(1_000);
  expect(await fillHistory(path, [{ conversation_id, entries }])).toBe(0);

  store = sqliteStore(path, silentLogger);
  expect(await send("key 500")).toMatchObject({ seq: 502, fresh: false });
  expect(await send("before")).toMatchObject({ seq: 1, fresh: false });
  expect(await send("after")).toMatchObject({ seq: 1_002, fresh: true, server_time: NOW + 999 });
  const { entries: read } = await store.conversations.read(conversation_id, alice.account_id, {
    before_seq: 503,
    limit: 2,
  });
  expect(read.map(({ seq, client_id }) => [seq, client_id])).toEqual([
    [501, "key 499"],
    [502, "key 500"],
  ]);
  await store.close();
});

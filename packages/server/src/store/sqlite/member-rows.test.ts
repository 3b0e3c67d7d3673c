import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";
import { silentLogger } from "../../platform/logger.ts";
import { newId, systemRandom } from "../../platform/random.ts";
import { openLive } from "./open-database.ts";
import { type SqliteStore, sqliteStore } from "./sqlite-store.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-members-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const id = <Id extends string>(kind: Parameters<typeof newId>[0]) => newId<Id>(kind, systemRandom);
const NOW = Date.UTC(2026, 0, 1);

let path = "";
let alice: { account_id: AccountId; device_id: DeviceId };
const conversation_id = id<ConversationId>("conversation");

/** A conversation of Alice with herself, with three entries. */
beforeEach(async () => {
  path = join(mkdtempSync(join(folder, "data-")), "feiliao.sqlite");
  const store = open();
  const { identity } = await store.accounts.signIn({
    number: "+8613800138001",
    new_account_id: id("account"),
    device_id: id("device"),
    device_name: "phone",
    token_hash: systemRandom.bytes(32),
    now: NOW,
    idle_ms_max: 1_000,
    proven_pin_hash: null,
  });
  alice = identity;
  await store.conversations.openDirect({
    opener: alice.account_id,
    opener_address: "tel:+8613800138001",
    peer: alice.account_id,
    peer_address: "tel:+8613800138001",
    new_conversation_id: conversation_id,
    now: NOW,
  });
  for (const client_id of ["a", "b", "c"]) {
    const content = { type: "text", text: "hello" } as const;
    await store.conversations.append({ conversation_id, ...alice, client_id, content, now: NOW });
  }
  await store.close();
});

function open(): SqliteStore {
  return sqliteStore(path, silentLogger);
}

function advance(store: SqliteStore, read: number) {
  const { account_id } = alice;
  return store.conversations.advance({ conversation_id, account_id, delivered: 0, read, heard: 0 });
}

async function member(store: SqliteStore) {
  const { changes } = await store.conversations.changes(alice.account_id, [conversation_id], new Map(), 9);
  return changes[0]!.members[0]!;
}

test("ES13 receipts of one member in one commit are told once, by the last, and are on disk", async () => {
  const store = open();
  const answers = await Promise.all([1, 2, 3].map((read) => advance(store, read)));
  expect(answers.map(({ changed }) => changed?.member.read ?? null)).toEqual([null, null, 3]);
  expect(answers.map(({ read }) => read)).toEqual([1, 2, 3]);
  await store.close();
  const again = open();
  expect(await member(again)).toMatchObject({ delivered: 3, read: 3 });
  await again.close();
});

test("ES13 D11 of receipts whose commit fails, those that can be written are, one by one", async () => {
  const live = openLive(path);
  live.exec(`CREATE TRIGGER refuse BEFORE UPDATE ON membership WHEN new.read = 3
    BEGIN SELECT raise(ABORT, 'refused'); END`);
  live.close();
  const store = open();
  const outcomes = await Promise.allSettled([1, 2, 3].map((read) => advance(store, read)));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  const told = outcomes.map(
    (outcome) => outcome.status === "fulfilled" && outcome.value.changed?.member.read,
  );
  expect(told).toEqual([1, 2, false]);
  expect(await member(store)).toMatchObject({ delivered: 2, read: 2 });
  expect(await advance(store, 2)).toMatchObject({ read: 2, changed: null });
  await store.close();
});

import { afterEach, beforeEach, expect, test } from "bun:test";
import type { AccountId, BlobId, ConversationId, DeviceId } from "@feiliao/protocol";
import { SQL } from "bun";
import { silentLogger } from "../../platform/logger.ts";
import type { Store } from "../store.ts";
import { id, NOW } from "../testing/cast.ts";
import { uuidOf } from "./ids.ts";
import { postgresStore } from "./postgres-store.ts";
import { MIGRATIONS } from "./schema.ts";
import { testDatabase } from "./testing/database.ts";

const database = await testDatabase();
const [alice, bob, carol] = [1, 2, 3].map(() => id<AccountId>("account")) as [
  AccountId,
  AccountId,
  AccountId,
];
const device_id = id<DeviceId>("device");
const group = id<ConversationId>("conversation");
const direct = id<ConversationId>("conversation");
const picture: BlobId = `blb_${"A".repeat(43)}`;
const image = JSON.stringify({ type: "image", blob_id: picture, mime: "image/png", size: 1 });

let sql: SQL;
let store: Store;
beforeEach(async () => {
  database.empty();
  sql = new SQL(database.url, { max: 1 });
  await sql.unsafe(MIGRATIONS[0]!).simple();
  await sql
    .unsafe("CREATE TABLE schema_version (version integer NOT NULL); INSERT INTO schema_version VALUES (1)")
    .simple();
  await sql.unsafe("BEGIN").simple();
  await fillAsBefore();
  await sql.unsafe("COMMIT").simple();
  store = await postgresStore(database.url, silentLogger);
});
afterEach(async () => {
  await store.close();
  await sql.close();
});

/** A group that Carol has left, with a picture that was sent twice, and a direct conversation. */
async function fillAsBefore(): Promise<void> {
  for (const [conversation_id, kind, title] of [
    [group, "group", "Choir"],
    [direct, "direct", null],
  ] as const) {
    await sql`INSERT INTO conversation (conversation_id, created_at, kind, title, last_seq, revision)
      VALUES (${uuidOf(conversation_id)}::uuid, ${NOW}, ${kind}, ${title}, 2, 3)`;
    for (const account_id of [alice, bob, carol]) {
      await sql`INSERT INTO membership (conversation_id, account_id, revision, left_seq)
        VALUES (${uuidOf(conversation_id)}::uuid, ${uuidOf(account_id)}::uuid, 3, ${account_id === carol ? 2 : null})`;
    }
  }
  for (const seq of [1, 2]) {
    await sql`INSERT INTO entry (conversation_id, account_id, device_id, server_time, chain, seq, client_id, content)
      VALUES (${uuidOf(group)}::uuid, ${uuidOf(alice)}::uuid, ${uuidOf(device_id)}::uuid, ${NOW}, 0, ${seq}, ${`${seq}`}, ${image})`;
  }
  await sql`INSERT INTO conversation_blob VALUES (${uuidOf(group)}::uuid, ${picture})`;
  const listed = {
    type: "conversation",
    conversation_id: group,
    kind: "group",
    title: "Choir",
    opened_by_me: false,
    at: NOW,
  };
  await sql`INSERT INTO account (account_id, created_at, log_position) VALUES (${uuidOf(alice)}::uuid, ${NOW}, 3)`;
  await sql`INSERT INTO account_log VALUES (${uuidOf(alice)}::uuid, 1, ${JSON.stringify({ ...listed, position: 1 })})`;
  const contact = { type: "contact", address: "tel:+8613800138001" };
  for (const [position, name] of [
    [2, "B"],
    [3, "Bob"],
  ] as const) {
    await sql`INSERT INTO account_log VALUES
      (${uuidOf(alice)}::uuid, ${position}, ${JSON.stringify({ ...contact, name, position })})`;
  }
  const effect = { kind: "list_conversation", account_id: bob, conversation_id: group, opened_by_me: false };
  await sql`INSERT INTO outbox (cause, effect)
    VALUES (${uuidOf(group)}::uuid, ${JSON.stringify({ ...effect, conversation: "group", title: "Choir", at: NOW })})`;
}

test("a group from before there were roles has an owner, its title, and those who had not left", async () => {
  const { conversations } = store;
  const standings = await Promise.all(
    [alice, bob, carol].map((account) => conversations.standing(group, account)),
  );
  expect(standings[0]!.info).toMatchObject({ kind: "group", title: "Choir", member_count: 2, pins: [] });
  expect(standings.map((one) => one!.standing.state)).toEqual(["active", "active", "left"]);
  expect(standings.map((one) => one!.standing.role).toSorted()).toEqual(["member", "member", "owner"]);
  expect(standings[2]!.standing.role).toBe("member");
  expect((await conversations.audience(group))!.toSorted()).toEqual([alice, bob].toSorted());
  expect(await conversations.standing(direct, alice)).toMatchObject({
    standing: { role: "member", state: "active" },
    info: { kind: "direct", title: null },
  });
});

test("a device that was up to date is told nothing anew", async () => {
  const positions = new Map([[group, { epoch: 1, seq: 2, chain: 0, revision: 3 }]]);
  expect((await store.conversations.changes(alice, [group], positions, 10)).changes).toEqual([]);
});

test("a picture from before is there until the last message with it is recalled", async () => {
  const recall = (target: number) =>
    store.conversations.append({
      conversation_id: group,
      account_id: alice,
      device_id,
      client_id: `recall ${target}`,
      content: { type: "recall", target },
      now: NOW,
    });
  await recall(1);
  expect(await store.media.inConversation(group, picture)).toBe(true);
  await recall(2);
  expect(await store.media.inConversation(group, picture)).toBe(false);
});

test("what accounts were told, and are yet to be told, of their conversations says what they are in them", async () => {
  const active = { state: "active", invited_by: null };
  expect((await store.accounts.log(alice, 0, 1)).changes).toMatchObject([
    { title: "Choir", position: 1, ...active },
  ]);
  expect(await store.outbox.claim(9, NOW, 1_000)).toMatchObject([{ effect: { account_id: bob, ...active } }]);
});

test("a contact from before contacts were kept by their address is kept as it was said last", async () => {
  const kept = await store.accounts.kept(alice, "contact tel:+8613800138001");
  expect(kept).toMatchObject({ type: "contact", name: "Bob" });
});

import { beforeEach, expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { until } from "@feiliao/testkit/until";
import { silentLogger } from "../../platform/logger.ts";
import type { DeviceIdentity } from "../account-store.ts";
import type { Appended } from "../conversation-store.ts";
import type { Store } from "../store.ts";
import { ALICE, BOB, keysOf, openDirect, signIn, text } from "../testing/cast.ts";
import { postgresStore } from "./postgres-store.ts";
import { startCuttingProxy } from "./testing/cutting-proxy.ts";
import { testDatabase } from "./testing/database.ts";

const database = await testDatabase();
const open = (url = database.url) => postgresStore(url, silentLogger);

beforeEach(database.empty);

/** The statement as the protocol carries it: text up to a zero byte. READ COMMITTED is none. */
const COMMIT = "COMMIT\0";

async function people(store: Store) {
  const [alice, bob] = [await signIn(store, ALICE), await signIn(store, BOB)];
  return { alice, bob, conversation_id: await openDirect(store, alice.account_id, bob.account_id) };
}

/** As a client does: the same key again until there is an answer. */
async function appendUntilAnswered(store: Store, ...intent: Parameters<typeof text>): Promise<Appended> {
  for (;;) {
    try {
      return await store.conversations.append(text(...intent));
    } catch (failure) {
      if (!(failure instanceof FeiliaoError) || failure.code !== "storage_failed") throw failure;
      expect(failure.details.retry_after_s).toBeGreaterThan(0);
    }
  }
}

test("D1 D2 D20 PostgreSQL killed under load and started again: what was acknowledged is there, once, in order", async () => {
  const stores = await Promise.all([open(), open()]);
  const { alice, bob, conversation_id } = await people(stores[0]!);
  const own = await openDirect(stores[0]!, bob.account_id, bob.account_id);
  const KILLS = 3;
  let kills = 0;
  async function write(store: Store, sender: DeviceIdentity, conversation: ConversationId, prefix: string) {
    const acks: { seq: number; key: string }[] = [];
    for (let number = 1; kills < KILLS || number <= 50; number++) {
      const key = `${prefix} ${number}`;
      const { seq } = await appendUntilAnswered(store, conversation, sender, key, number);
      acks.push({ seq, key });
    }
    return acks;
  }
  const writing = Promise.all([
    write(stores[0]!, alice, conversation_id, "alice"),
    write(stores[1]!, bob, conversation_id, "bob"),
    write(stores[1]!, bob, own, "own"),
  ]);
  while (kills < KILLS) {
    const { last_seq } = await stores[0]!.conversations.read(conversation_id, bob.account_id, { limit: 1 });
    await until("messages to flow", async () => {
      const page = await stores[0]!.conversations.read(conversation_id, bob.account_id, { limit: 1 });
      return page.last_seq > last_seq + 20;
    });
    await database.kill();
    await database.restart();
    kills++;
  }
  const [first, second, third] = await writing;
  const keys = await keysOf(stores[0]!, conversation_id, bob.account_id);
  for (const acks of [first, second]) {
    expect(acks.map(({ seq }) => keys[seq - 1])).toEqual(acks.map(({ key }) => key));
    expect(acks.map(({ seq }) => seq)).toEqual(acks.map(({ seq }) => seq).toSorted((a, b) => a - b));
  }
  expect(keys).toHaveLength(first.length + second.length);
  expect(await keysOf(stores[0]!, own, bob.account_id)).toEqual(third.map(({ key }) => key));
  await Promise.all(stores.map((store) => store.close()));
}, 60_000);

test("D2 a connection lost in COMMIT: the append is answered with what the log says, and counts as new", async () => {
  const proxy = startCuttingProxy(database.url);
  const store = await open(proxy.url);
  const { alice, bob, conversation_id } = await people(store);
  for (let number = 1; number <= 5; number++) {
    proxy.cutAfter(COMMIT);
    const key = `key ${number}`;
    const ack = await store.conversations.append(text(conversation_id, alice, key, number));
    expect(ack).toMatchObject({ seq: number, fresh: true });
    expect(proxy.cuts).toBe(number);
  }
  expect(await keysOf(store, conversation_id, bob.account_id)).toHaveLength(5);
  await store.close();
  proxy.stop();
});

test("D1 an append is acknowledged only when its COMMIT has been answered", async () => {
  const proxy = startCuttingProxy(database.url);
  const store = await open(proxy.url);
  const { alice, conversation_id } = await people(store);
  proxy.cutAfter("INSERT INTO entry"); // the server rolls back, and the store tries once more
  const { seq } = await store.conversations.append(text(conversation_id, alice, "a", 1));
  const elsewhere = await open();
  const read = await elsewhere.conversations.read(conversation_id, alice.account_id, { limit: 1 });
  expect(read.last_seq).toBe(seq);
  await Promise.all([store, elsewhere].map((each) => each.close()));
  proxy.stop();
});

test("D11 a connection lost in COMMIT: receipts are told of, though they had moved", async () => {
  const proxy = startCuttingProxy(database.url);
  const store = await open(proxy.url);
  const { alice, bob, conversation_id } = await people(store);
  await store.conversations.append(text(conversation_id, alice, "a"));
  proxy.cutAfter(COMMIT);
  const { account_id } = bob;
  const advanced = await store.conversations.advance({
    conversation_id,
    account_id,
    delivered: 1,
    read: 1,
    heard: 0,
  });
  expect(advanced.changed?.member).toMatchObject({ account_id, delivered: 1, read: 1 });
  await store.close();
  proxy.stop();
});

test("a connection lost before COMMIT: nothing was written, and the write is done on the next one", async () => {
  const proxy = startCuttingProxy(database.url);
  const store = await open(proxy.url);
  const { alice, bob, conversation_id } = await people(store);
  proxy.cutAfter("INSERT INTO entry");
  await store.conversations.append(text(conversation_id, alice, "a", 1));
  expect(proxy.cuts).toBe(1);
  expect(await keysOf(store, conversation_id, bob.account_id)).toEqual(["a"]);
  await store.close();
  proxy.stop();
});

test("connections that fall silent are left behind: what was under way is done on others, once", async () => {
  const proxy = startCuttingProxy(database.url);
  const store = await open(proxy.url);
  const { alice, bob, conversation_id } = await people(store);
  proxy.freeze();
  const [ack, profile] = await Promise.all([
    store.conversations.append(text(conversation_id, alice, "a", 1)),
    store.accounts.profile(bob.account_id),
  ]);
  expect(ack.seq).toBe(1);
  expect(profile).toMatchObject({ number: BOB });
  expect(await keysOf(store, conversation_id, bob.account_id)).toEqual(["a"]);
  await store.close();
  proxy.stop();
}, 30_000);

test("D15 D19 an outage: unhealthy at once, writes wait and are then refused with a time to come back", async () => {
  const store = await open();
  const { alice, bob, conversation_id } = await people(store);
  await database.kill();
  await until("the store to notice", () => !store.healthy());
  const refused = store.conversations.append(text(conversation_id, alice, "a", 1));
  await expect(refused).rejects.toMatchObject({ code: "storage_failed", details: { retry_after_s: 5 } });
  const waiting = appendUntilAnswered(store, conversation_id, alice, "a", 1);
  await database.restart();
  expect((await waiting).seq).toBe(1);
  await until("the store to recover", () => store.healthy());
  expect(await keysOf(store, conversation_id, bob.account_id)).toEqual(["a"]);
  await store.close();
}, 30_000);

import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { AccountId, ConversationId, TalkId, VerificationId } from "@feiliao/protocol";
import type { TransactionSQL } from "bun";
import { CatchUp } from "../../conversation/catch-up.ts";
import { silentLogger } from "../../platform/logger.ts";
import { systemRandom } from "../../platform/random.ts";
import { Secret } from "../../platform/secret.ts";
import type { DeviceIdentity } from "../account-store.ts";
import type { Store } from "../store.ts";
import { ALICE, BOB, id, keysOf, NOW, openDirect, signIn, text } from "../testing/cast.ts";
import { uuidOf } from "./ids.ts";
import { postgresStore } from "./postgres-store.ts";
import { testDatabase } from "./testing/database.ts";
import { whileHeld } from "./testing/held.ts";

const database = await testDatabase();

describe("two nodes on one database", () => {
  let nodes: [Store, Store];
  let alice: DeviceIdentity;
  let bob: DeviceIdentity;
  beforeEach(async () => {
    database.empty();
    const open = () => postgresStore(database.url, silentLogger);
    nodes = await Promise.all([open(), open()]); // both find an empty database: one makes the tables
    alice = await signIn(nodes[0], ALICE);
    bob = await signIn(nodes[1], BOB);
  });
  afterEach(() => Promise.all(nodes.map((node) => node.close())));

  const onBoth = <T>(work: (node: Store, index: number) => Promise<T>) => Promise.all(nodes.map(work));

  /** As every write to a conversation does first. */
  const lock = (transaction: TransactionSQL, conversation_id: ConversationId) =>
    transaction`SELECT FROM conversation WHERE conversation_id = ${uuidOf(conversation_id)}::uuid FOR NO KEY UPDATE`;

  test("D3 D4 appends of both to the same conversations are gapless, and each device's in its order", async () => {
    const conversations = await Promise.all([
      openDirect(nodes[0], alice.account_id, bob.account_id),
      openDirect(nodes[0], alice.account_id, alice.account_id),
      openDirect(nodes[1], bob.account_id, bob.account_id),
    ]);
    const senders = [alice, bob];
    const written = await onBoth(async (node, index) => {
      const sender = senders[index]!;
      const acks: { conversation_id: ConversationId; seq: number; key: string }[] = [];
      const own = [conversations[0]!, conversations[index + 1]!];
      for (let device_seq = 1; device_seq <= 60; device_seq += 10) {
        const numbers = Array.from({ length: 10 }, (_, n) => device_seq + n); // ten at a time, from each node
        await Promise.all(
          own.flatMap((conversation_id) =>
            numbers.map(async (number) => {
              const key = `${index} ${number}`;
              const intent = text(conversation_id, sender, key, number);
              const { seq } = await node.conversations.append(intent);
              acks.push({ conversation_id, seq, key });
            }),
          ),
        );
      }
      return acks;
    });
    for (const conversation_id of conversations) {
      const reader = conversation_id === conversations[1] ? alice : bob;
      const keys = await keysOf(nodes[0], conversation_id, reader.account_id);
      const acks = written.flat().filter((ack) => ack.conversation_id === conversation_id);
      expect(acks.map((ack) => keys[ack.seq - 1])).toEqual(acks.map((ack) => ack.key));
      expect(keys).toHaveLength(acks.length);
      for (const index of [0, 1]) {
        const own = keys.filter((key) => key.startsWith(`${index} `));
        expect(own).toEqual(own.map((_, place) => `${index} ${place + 1}`));
      }
    }
  });

  test.each([
    ["numbered", 1],
    ["not numbered", undefined],
  ])("D2 the same key from both at once is one entry with one answer (%s)", async (_, device_seq) => {
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    for (let round = 0; round < 20; round++) {
      const number = device_seq === undefined ? undefined : device_seq + round;
      const intent = text(conversation_id, alice, `key ${round}`, number);
      const acks = await onBoth((node) => node.conversations.append(intent));
      expect(acks.map((ack) => ack.seq)).toEqual([round + 1, round + 1]);
      expect(acks.map((ack) => ack.fresh).sort()).toEqual([false, true]);
      expect(acks[0]!.server_time).toBe(acks[1]!.server_time);
    }
  });

  test("D2 a key that comes again under the next number is found all the same, and its neighbours go on", async () => {
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    const { append } = nodes[0].conversations;
    await append(text(conversation_id, alice, "a", 1));
    const [again, next] = await Promise.all([
      nodes[1].conversations.append(text(conversation_id, alice, "a", 2)),
      nodes[1].conversations.append(text(conversation_id, bob, "b", 1)),
    ]);
    expect(again).toMatchObject({ seq: 1, fresh: false });
    expect(next).toMatchObject({ seq: 2, fresh: true });
    const other = {
      ...text(conversation_id, alice, "a", 2),
      content: { type: "text", text: "other" },
    } as const;
    await expect(append(other)).rejects.toMatchObject({ code: "idempotency_conflict" });
  });

  test("D5 what one has acknowledged, the other reads at once", async () => {
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    for (let round = 1; round <= 20; round++) {
      const [writer, reader] = round % 2 ? nodes : [nodes[1], nodes[0]];
      await writer.conversations.append(text(conversation_id, alice, `key ${round}`));
      const { changes } = await reader.conversations.changes(bob.account_id, [conversation_id], new Map(), 1);
      expect(changes[0]!.entries[0]!.client_id).toBe(`key ${round}`);
    }
  });

  test("a direct conversation opened from both sides at once is one", async () => {
    const ids = await Promise.all([
      openDirect(nodes[0], alice.account_id, bob.account_id),
      openDirect(nodes[1], bob.account_id, alice.account_id),
    ]);
    expect(ids[0]).toBe(ids[1]);
    expect(await nodes[0].conversations.audience(ids[0])).toHaveLength(2);
  });

  test("a number signed in to on both at once is one account with two devices", async () => {
    const [first, second] = await onBoth((node) => signIn(node, "+8618900189003"));
    expect(first!.account_id).toBe(second!.account_id);
    expect(await nodes[0].accounts.devices(first!.account_id)).toHaveLength(2);
  });

  test("D11 watermarks moved on both grow to the higher one, whoever comes last", async () => {
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    for (let n = 1; n <= 20; n++) await nodes[0].conversations.append(text(conversation_id, alice, `${n}`));
    const { account_id } = bob;
    const marks = Array.from({ length: 20 }, (_, index) => index + 1);
    await onBoth((node, index) =>
      Promise.all(
        marks
          .filter((mark) => mark % 2 === index)
          .map((read) =>
            node.conversations.advance({ conversation_id, account_id, delivered: read, read, heard: 0 }),
          ),
      ),
    );
    const none = { conversation_id, account_id, delivered: 0, read: 0, heard: 0 };
    expect(await nodes[0].conversations.advance(none)).toMatchObject({ delivered: 20, read: 20, heard: 0 });
  });

  test("D11 a watermark that waits for a higher one does not undo it", async () => {
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    for (let n = 1; n <= 5; n++) await nodes[0].conversations.append(text(conversation_id, alice, `${n}`));
    const { account_id } = bob;
    const advance = (node: Store, read: number) =>
      node.conversations.advance({ conversation_id, account_id, delivered: 0, read, heard: 0 });
    const [advanced] = await whileHeld(
      database.url,
      async (transaction) => {
        await lock(transaction, conversation_id);
        await transaction`UPDATE membership SET delivered = 5, read = 5
          WHERE conversation_id = ${uuidOf(conversation_id)}::uuid AND account_id = ${uuidOf(account_id)}::uuid`;
      },
      [() => advance(nodes[1], 3)],
    );
    expect(advanced).toMatchObject({ delivered: 5, read: 5 });
    expect(await advance(nodes[0], 0)).toMatchObject({ delivered: 5, read: 5 });
  });

  test("D14 a write whose effect cannot be queued does not happen", async () => {
    database.psql("postgres", "-c", "ALTER TABLE outbox ADD CHECK (effect = '') NOT VALID");
    await expect(openDirect(nodes[0], alice.account_id, bob.account_id)).rejects.toThrow();
    database.psql("postgres", "-c", "ALTER TABLE outbox DROP CONSTRAINT outbox_effect_check");
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    const effects = (await nodes[0].outbox.claim(100, NOW, 1_000)).map(({ effect }) => effect);
    expect(effects).toContainEqual(expect.objectContaining({ kind: "list_conversation", conversation_id }));
  });

  test("D14 effects claimed by both at once are disjoint", async () => {
    const peers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => signIn(nodes[0], `+861390013${1000 + index}`)),
    );
    await Promise.all(peers.map((peer) => openDirect(nodes[0], alice.account_id, peer.account_id)));
    const claims = await onBoth((node) => node.outbox.claim(1_000, NOW, 1_000));
    const rows = claims.flat().map(({ no }) => no);
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rows).size).toBe(rows.length);
  });

  test("D13 packets that one stores while the other ends their talk are in it, or the end is refused", async () => {
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    const talk_id = id<TalkId>("talk");
    const start = { content: { type: "voice", talk_id }, talk: { start: talk_id } } as const;
    await nodes[0].conversations.append({ ...text(conversation_id, alice, "voice"), ...start });
    const nothing = { packets: 0, duration_ms: 0, waveform: "" };
    const content = { type: "talk_end", target: 1, talk_id, outcome: "complete", ...nothing } as const;
    const end = { content, talk: { end: talk_id, blob_id: null } };
    const ending = whileHeld(
      database.url,
      (transaction) => transaction`UPDATE talk SET next_packet = 1`, // a node that is about to commit a packet
      [() => nodes[1].conversations.append({ ...text(conversation_id, alice, "end"), ...end })],
    );
    await expect(ending).rejects.toMatchObject({ code: "upload_offset", details: { expected: 1 } });
    expect(await nodes[0].talks.byId(talk_id)).toMatchObject({ state: "open", next_packet: 1 });
  });

  test("D14 effects that somebody is at are neither waited for nor taken twice", async () => {
    await openDirect(nodes[0], alice.account_id, bob.account_id);
    const claims = await whileHeld(
      database.url,
      (transaction) => transaction`SELECT FROM outbox WHERE no = (SELECT max(no) FROM outbox) FOR UPDATE`,
      nodes.map((node) => () => node.outbox.claim(1_000, NOW, 1_000)),
    );
    const claimed = claims.flat().map(({ no }) => no);
    expect(claimed.length).toBeGreaterThan(0);
    expect(new Set(claimed).size).toBe(claimed.length);
  });

  test("a budget that both draw on is not overdrawn", async () => {
    const budget = { key: "sms", limit: 10, window_ms: 1_000 };
    const taken = await onBoth((node) =>
      Promise.all(Array.from({ length: 10 }, () => node.limits.take([budget], NOW))),
    );
    expect(taken.flat().filter(({ wait_ms }) => wait_ms === 0)).toHaveLength(10);
  });

  test("a code asked for on both at once is one code, and one SMS", async () => {
    const outcomes = await onBoth((node) =>
      node.verifications.start({
        verification_id: id<VerificationId>("verification"),
        number: ALICE,
        number_block: "+861380013",
        network: null,
        locale: "en",
        now: NOW,
        lifetime_ms: 10_000,
        tries: 2,
        resend_after_ms: [100],
      }),
    );
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["sent", "too_soon"]);
  });

  test("contacts set on both at once take positions 1, 2, 3 … of the account's log", async () => {
    const { account_id } = alice;
    const { position } = await nodes[0].accounts.log(account_id, 0, 0);
    const set = await onBoth((node, index) =>
      Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          node.accounts.setContact(account_id, `tel:+${index}${n}`, "name"),
        ),
      ),
    );
    const positions = set.flat().map((change) => change.position);
    expect(positions.toSorted((a, b) => a - b)).toEqual(positions.map((_, index) => position + index + 1));
  });

  test("D10 an epoch bumped on one is that of what the other appends", async () => {
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    const epoch = await nodes[0].bumpEpoch();
    const ack = await nodes[1].conversations.append(text(conversation_id, alice, "a"));
    expect(ack.epoch).toBe(epoch);
  });

  test("D10 a node that runs while the epoch is bumped tells everything anew, and then only what is new", async () => {
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    await nodes[0].conversations.append(text(conversation_id, alice, "a"));
    const at = 1;
    const listing = { type: "conversation", kind: "direct", title: null, opened_by_me: true, at } as const;
    const active = { state: "active", invited_by: null } as const;
    await nodes[0].accounts.list(alice.account_id, { ...listing, ...active, conversation_id });
    const catchUp = new CatchUp(nodes[1], new Secret(systemRandom.bytes(32)));
    const pull = (token: string | null) => catchUp.pull(alice.account_id, token, null);
    const before = await pull(null);
    const epoch = await nodes[0].bumpEpoch();
    const anew = await pull(before.token);
    expect(anew).toMatchObject({ account_reset: true, conversations: [{ reset: true, epoch }] });
    expect(await pull(anew.token)).toMatchObject({ account_reset: false, account: [], conversations: [] });
  });

  test("D17 who is removed while an append waits for the conversation appends nothing", async () => {
    const conversation_id = await openDirect(nodes[0], alice.account_id, bob.account_id);
    const sent = whileHeld(
      database.url,
      async (transaction) => {
        await lock(transaction, conversation_id);
        await transaction`UPDATE membership SET state = 'removed' WHERE
          conversation_id = ${uuidOf(conversation_id)}::uuid AND account_id = ${uuidOf(alice.account_id)}::uuid`;
      },
      [() => nodes[1].conversations.append(text(conversation_id, alice, "a"))],
    );
    await expect(sent).rejects.toMatchObject({ code: "not_found" });
    expect(await keysOf(nodes[0], conversation_id, bob.account_id)).toEqual([]);
  });

  test("D17 a conversation of others is as one that does not exist, whatever its id looks like", async () => {
    const conversation_id = await openDirect(nodes[0], bob.account_id, bob.account_id);
    const ids = [conversation_id, id<ConversationId>("conversation"), "con_nothing" as const];
    for (const unknown of ids) {
      const sent = nodes[1].conversations.append(text(unknown, alice, "a"));
      await expect(sent).rejects.toMatchObject({ code: "not_found" });
      const page = nodes[1].conversations.read(unknown, alice.account_id, { limit: 1 });
      await expect(page).rejects.toMatchObject({ code: "not_found" });
      expect(await nodes[1].conversations.isMember(unknown, alice.account_id)).toBe(false);
    }
    expect(await nodes[1].conversations.changes(alice.account_id, ids, new Map(), 9)).toMatchObject({
      changes: [],
      more: false,
    });
    const none: AccountId[] | null = await nodes[1].conversations.audience(ids[2]!);
    expect(none).toBeNull();
  });
});

import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type {
  AccountId,
  ConversationId,
  DeviceId,
  EntryContent,
  TalkId,
  VerificationId,
} from "@feiliao/protocol";
import { systemRandom } from "../platform/random.ts";
import { accountStoreContract } from "./account-store.contract.ts";
import type { AppendIntent, Position } from "./conversation-store.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, id, NOW, openDirect, signIn } from "./testing/cast.ts";

interface Traits<Adapter extends Store> {
  /** What was acknowledged is there when it is opened again. */
  durable: boolean;
  /** Brings what was just stored to where the store keeps it for good, if there are such stages. */
  settle?(store: Adapter): Promise<void>;
}

const YEAR_MS = 365 * 24 * 3_600_000;

/** What every adapter of the store must do. `open` is called again after `close`, on the same data when it is kept. */
export function storeContract<Adapter extends Store>(
  name: string,
  open: () => Promise<Adapter>,
  { durable, settle = async () => {} }: Traits<Adapter>,
): void {
  describe(`store contract: ${name}`, () => {
    let store: Adapter;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    accountStoreContract(() => store);

    const person = (number: string) => signIn(store, number);

    async function pair() {
      const [alice, bob] = await Promise.all([person(ALICE), person(BOB)]);
      const conversation_id = await direct(alice.account_id, bob.account_id);
      return { alice, bob, conversation_id };
    }

    const direct = (opener: AccountId, peer: AccountId) => openDirect(store, opener, peer);

    function text(words: string): EntryContent {
      return { type: "text", text: words };
    }

    function intentOf(
      { alice, conversation_id }: Awaited<ReturnType<typeof pair>>,
      client_id: string,
      more: Partial<AppendIntent> = {},
    ): AppendIntent {
      return { conversation_id, ...alice, client_id, content: text(client_id), now: NOW, ...more };
    }

    describe("append", () => {
      test("allocates 1, 2, 3 … to writes asked for at once", async () => {
        const cast = await pair();
        const intents = Array.from({ length: 50 }, (_, index) => intentOf(cast, `key ${index}`));
        const acks = await Promise.all(intents.map((intent) => store.conversations.append(intent)));
        expect(acks.map((ack) => ack.seq)).toEqual(intents.map((_, index) => index + 1));
      });

      test("answers a repeated key as the first time and writes nothing", async () => {
        const cast = await pair();
        const first = await store.conversations.append(intentOf(cast, "a"));
        const [second, third] = await Promise.all([
          store.conversations.append(intentOf(cast, "a", { now: NOW + 5 })),
          store.conversations.append(intentOf(cast, "b")),
        ]);
        expect(second).toEqual({ ...first, fresh: false });
        expect(third.seq).toBe(2);
      });

      test("two of the same key in one commit are one entry", async () => {
        const cast = await pair();
        const acks = await Promise.all([1, 2, 3].map(() => store.conversations.append(intentOf(cast, "a"))));
        expect(acks.map((ack) => [ack.seq, ack.fresh])).toEqual([
          [1, true],
          [1, false],
          [1, false],
        ]);
      });

      test("D2 D4 what has long been stored keeps its key and its number", async () => {
        const cast = await pair();
        const first = await store.conversations.append(intentOf(cast, "a", { device_seq: 1 }));
        await settle(store);
        const years_later = intentOf(cast, "a", { device_seq: 1, now: NOW + 10 * YEAR_MS });
        expect(await store.conversations.append(years_later)).toEqual({ ...first, fresh: false });
        expect(JSON.parse(first.content_json)).toEqual(text("a"));
        const other = store.conversations.append(intentOf(cast, "a", { content: text("other") }));
        await expect(other).rejects.toMatchObject({ code: "idempotency_conflict" });
        const again = store.conversations.append(intentOf(cast, "b", { device_seq: 1 }));
        await expect(again).rejects.toMatchObject({ code: "out_of_order", details: { expected: 2 } });
        expect(await store.conversations.append(intentOf(cast, "b", { device_seq: 2 }))).toMatchObject({
          seq: 2,
        });
        // the same key of another person, and in another conversation, is another key
        const { bob, conversation_id } = cast;
        const theirs = { conversation_id, ...bob, client_id: "a", content: text("a"), now: NOW };
        expect(await store.conversations.append(theirs)).toMatchObject({ seq: 3, fresh: true });
      });

      test("D2 a key is one for all devices of an account", async () => {
        const cast = await pair();
        const { device_id } = await person("+8613800138001");
        const first = await store.conversations.append(intentOf(cast, "a", { device_seq: 1 }));
        for (const device_seq of [1, undefined]) {
          const repeat = intentOf(cast, "a", { device_id, ...(device_seq && { device_seq }) });
          expect(await store.conversations.append(repeat)).toEqual({ ...first, fresh: false });
        }
      });

      test("D3 D19 a write that fails as nobody foresaw takes no seq, and its neighbours go on", async () => {
        const cast = await pair();
        const unforeseen = { type: "text", text: 1n as unknown as string } as const; // no JSON holds it
        const results = await Promise.allSettled([
          store.conversations.append(intentOf(cast, "a")),
          store.conversations.append(intentOf(cast, "b", { content: unforeseen })),
          store.conversations.append(intentOf(cast, "c")),
        ]);
        expect(results).toMatchObject([
          { status: "fulfilled", value: { seq: 1, fresh: true } },
          { status: "rejected" },
          { status: "fulfilled", value: { seq: 2, fresh: true } },
        ]);
        const range = { after_seq: 0, limit: 9 };
        const { entries } = await store.conversations.read(cast.conversation_id, cast.bob.account_id, range);
        expect(entries.map(({ seq, client_id }) => [seq, client_id])).toEqual([
          [1, "a"],
          [2, "c"],
        ]);
      });

      test("refuses a key with other content", async () => {
        const cast = await pair();
        await store.conversations.append(intentOf(cast, "a"));
        const other = store.conversations.append(intentOf(cast, "a", { content: text("other") }));
        await expect(other).rejects.toMatchObject({ code: "idempotency_conflict" });
      });

      test("a rejected write leaves the others of its commit alone", async () => {
        const cast = await pair();
        const stranger = await person("+8618900189003");
        const results = await Promise.allSettled([
          store.conversations.append(intentOf(cast, "a")),
          store.conversations.append(intentOf(cast, "b", stranger)),
          store.conversations.append(intentOf(cast, "c")),
        ]);
        expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
        const { entries } = await store.conversations.read(cast.conversation_id, cast.alice.account_id, {
          limit: 10,
        });
        expect(entries.map((entry) => entry.seq)).toEqual([1, 2]);
      });

      test("keeps a device's order and names the number that is due", async () => {
        const cast = await pair();
        await store.conversations.append(intentOf(cast, "a", { device_seq: 1 }));
        const early = store.conversations.append(intentOf(cast, "c", { device_seq: 3 }));
        await expect(early).rejects.toMatchObject({ code: "out_of_order", details: { expected: 2 } });
        const repeated = await store.conversations.append(intentOf(cast, "a", { device_seq: 1 }));
        expect(repeated).toMatchObject({ seq: 1, fresh: false });
      });

      test("never lets server time run backwards in a conversation", async () => {
        const cast = await pair();
        await store.conversations.append(intentOf(cast, "a", { now: NOW + 1_000 }));
        const later = await store.conversations.append(intentOf(cast, "b", { now: NOW }));
        expect(later.server_time).toBe(NOW + 1_000);
      });

      test("refuses a picture that the sender did not upload", async () => {
        const cast = await pair();
        const blob_id = `blb_${"A".repeat(43)}` as const;
        const content: EntryContent = {
          type: "image",
          blob_id,
          mime: "image/png",
          size: 1,
          width: 1,
          height: 1,
          thumbhash: "",
        };
        const before = store.conversations.append(intentOf(cast, "a", { content }));
        await expect(before).rejects.toMatchObject({ code: "media_missing" });
        await store.media.grant(cast.alice.account_id, blob_id, 1);
        await store.conversations.append(intentOf(cast, "a", { content }));
        expect(await store.media.inConversation(cast.conversation_id, blob_id)).toBe(true);
      });
    });

    test("one direct conversation per pair, whoever opens it", async () => {
      const { alice, bob, conversation_id } = await pair();
      expect(await direct(bob.account_id, alice.account_id)).toBe(conversation_id);
      expect(await store.conversations.audience(conversation_id)).toHaveLength(2);
    });

    test("with oneself there is one member; a group has those it was made with", async () => {
      const alice = await person("+8613800138001");
      const bob = await person("+8618600186002");
      const own = await direct(alice.account_id, alice.account_id);
      expect(await store.conversations.audience(own)).toEqual([alice.account_id]);
      const conversation_id = id<ConversationId>("conversation");
      const members = [alice, bob].map(({ account_id }) => ({ account_id, name: null }));
      await store.conversations.createGroup({ conversation_id, title: "Choir", members, now: NOW });
      const audience = await store.conversations.audience(conversation_id);
      expect(audience?.toSorted()).toEqual([alice.account_id, bob.account_id].toSorted());
      expect(await store.conversations.isMember(conversation_id, bob.account_id)).toBe(true);
      expect(await store.conversations.isMember(own, bob.account_id)).toBe(false);
      expect(await store.conversations.audience(id<ConversationId>("conversation"))).toBeNull();
    });

    test("a member's name is copied once they have shown themselves, and told of when it changes", async () => {
      const { alice, bob, conversation_id } = await pair();
      const refresh = ({ account_id }: typeof alice, name: string) =>
        store.conversations.refreshMember(conversation_id, { account_id, name, picture: null });
      expect(await refresh(alice, "Alice")).toMatchObject({ account_id: alice.account_id, name: "Alice" });
      expect(await refresh(alice, "Alice")).toBeNull();
      expect(await refresh(bob, "Bob")).toBeNull(); // has neither written nor read
      const content = text("a");
      await store.conversations.append({ conversation_id, ...bob, client_id: "a", content, now: NOW });
      expect(await refresh(bob, "Bob")).toMatchObject({ account_id: bob.account_id, name: "Bob" });
      const { changes } = await store.conversations.changes(
        bob.account_id,
        [conversation_id],
        new Map(),
        100,
      );
      expect(changes[0]!.members.map(({ name }) => name).toSorted()).toEqual(["Alice", "Bob"]);
      const stranger = await person("+8618900189003");
      expect(await refresh(stranger, "Carol")).toBeNull();
    });

    test("reads pages in both directions, ascending", async () => {
      const cast = await pair();
      for (const key of ["a", "b", "c"]) await store.conversations.append(intentOf(cast, key));
      await settle(store);
      for (const key of ["d", "e"]) await store.conversations.append(intentOf(cast, key));
      const page = async (range: { after_seq?: number; before_seq?: number; limit: number }) => {
        const { entries } = await store.conversations.read(cast.conversation_id, cast.bob.account_id, range);
        return entries.map((entry) => entry.seq);
      };
      expect(await page({ limit: 2 })).toEqual([4, 5]);
      expect(await page({ before_seq: 4, limit: 2 })).toEqual([2, 3]);
      expect(await page({ after_seq: 1, limit: 3 })).toEqual([2, 3, 4]);
    });

    test("no seq is too large to ask for, and none reaches into another log", async () => {
      const cast = await pair();
      await store.conversations.append(intentOf(cast, "a"));
      await settle(store);
      for (const seq of [2 ** 32 - 1, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER - 1]) {
        const seqs = async (range: { after_seq?: number; before_seq?: number }) => {
          const page = { ...range, limit: 9 };
          const read = await store.conversations.read(cast.conversation_id, cast.bob.account_id, page);
          return read.entries.map((entry) => entry.seq);
        };
        expect(await seqs({ after_seq: seq })).toEqual([]);
        expect(await seqs({ before_seq: seq })).toEqual([1]);
      }
    });

    test("an ended talk is folded into its voice message, wherever that is stored", async () => {
      const cast = await pair();
      const talk_id = id<TalkId>("talk");
      const voice = { content: { type: "voice", talk_id }, talk: { start: talk_id } } as const;
      await store.conversations.append(intentOf(cast, "voice", voice));
      await settle(store);
      const ended: EntryContent = {
        type: "talk_end",
        target: 1,
        talk_id,
        outcome: "complete",
        packets: 0,
        duration_ms: 0,
        waveform: "",
      };
      const intent = intentOf(cast, "end", { content: ended, talk: { end: talk_id, blob_id: null } });
      await store.conversations.append(intent);
      const range = { limit: 9 };
      const { entries } = await store.conversations.read(cast.conversation_id, cast.bob.account_id, range);
      expect(entries.map((entry) => entry.fold)).toEqual([{ talk_end: ended }, undefined]);
    });

    test("D13 of two ends of a talk in one commit, the later one holds", async () => {
      const cast = await pair();
      const talk_id = id<TalkId>("talk");
      const voice = { content: { type: "voice", talk_id }, talk: { start: talk_id } } as const;
      await store.conversations.append(intentOf(cast, "voice", voice));
      await store.talks.store(talk_id, 0, [Uint8Array.of(1)], NOW);
      const end = {
        type: "talk_end",
        target: 1,
        talk_id,
        packets: 1,
        duration_ms: 20,
        waveform: "",
      } as const;
      const talk = { end: talk_id, blob_id: null };
      const interrupted = { ...end, outcome: "interrupted" } as const;
      const complete = { ...end, outcome: "complete" } as const;
      await Promise.all([
        store.conversations.append(intentOf(cast, "interruption", { content: interrupted, talk })),
        store.conversations.append(intentOf(cast, "end", { content: complete, talk })),
      ]);
      expect(await store.talks.byId(talk_id)).toMatchObject({ state: "complete" });
      const range = { limit: 9 };
      const { entries } = await store.conversations.read(cast.conversation_id, cast.bob.account_id, range);
      expect(entries[0]!.fold).toEqual({ talk_end: complete });
    });

    test("watermarks grow only, and not past the end", async () => {
      const cast = await pair();
      await store.conversations.append(intentOf(cast, "a"));
      await store.conversations.append(intentOf(cast, "b"));
      const advance = (delivered: number, read: number, heard: number) =>
        store.conversations.advance({
          conversation_id: cast.conversation_id,
          account_id: cast.bob.account_id,
          delivered,
          read,
          heard,
        });
      expect(await advance(99, 1, 0)).toMatchObject({ delivered: 2, read: 1, heard: 0 });
      expect(await advance(0, 0, 0)).toMatchObject({ delivered: 2, read: 1, heard: 0, changed: null });
      expect(await advance(0, 0, 2)).toMatchObject({ delivered: 2, read: 2, heard: 2 });
    });

    test("D11 of receipts that a member gives at once, the last that tells of a move tells of all", async () => {
      const cast = await pair();
      const { conversation_id, bob, alice } = cast;
      for (const key of ["a", "b", "c"]) await store.conversations.append(intentOf(cast, key));
      const range = { conversation_id, account_id: bob.account_id, delivered: 0, heard: 0 };
      const answers = await Promise.all(
        [1, 3, 2].map((read) => store.conversations.advance({ ...range, read })),
      );
      expect(answers.map(({ read }) => read)).toEqual([1, 3, 3]);
      const told = answers.map(({ changed }) => changed).filter((changed) => changed !== null);
      expect(told.at(-1)).toMatchObject({ account_id: bob.account_id, delivered: 3, read: 3 });
      const page = await store.conversations.changes(alice.account_id, [conversation_id], new Map(), 9);
      const [member] = page.changes[0]!.members.filter(({ account_id }) => account_id === bob.account_id);
      expect(member).toMatchObject({ delivered: 3, read: 3, heard: 0 });
    });

    test("changes since a position are exactly what came after it", async () => {
      const cast = await pair();
      const { conversation_id } = cast;
      const changes = (positions: Parameters<Store["conversations"]["changes"]>[2]) =>
        store.conversations.changes(cast.bob.account_id, [conversation_id], positions, 100);
      await store.conversations.append(intentOf(cast, "a"));
      const first = await changes(new Map());
      expect(first.changes[0]).toMatchObject({ reset: true, last_seq: 1 });
      expect(first.changes[0]!.members).toHaveLength(2);
      expect((await changes(first.positions)).changes).toEqual([]);
      await store.conversations.append(intentOf(cast, "b"));
      const second = await changes(first.positions);
      expect(second.changes[0]!.entries.map((entry) => entry.seq)).toEqual([2]);
      expect(second.changes[0]!.members).toEqual([]);
    });

    test("D7 many conversations come in pages within the budget, the newest activity first, each entry once", async () => {
      const alice = await person("+8613800138001");
      const conversations: ConversationId[] = [];
      for (let index = 0; index < 30; index++) {
        const peer = await person(`+861860018${6000 + index}`);
        const conversation_id = await direct(alice.account_id, peer.account_id);
        conversations.push(conversation_id);
        for (const key of ["a", "b", "c"]) {
          const now = NOW + index * 1_000;
          const intent = { conversation_id, ...peer, client_id: key, content: text(key), now };
          await store.conversations.append(intent);
        }
      }
      const positions = new Map<ConversationId, Position>();
      const order: ConversationId[] = [];
      const seqs = new Map<ConversationId, number[]>();
      for (let more = true; more; ) {
        const page = await store.conversations.changes(alice.account_id, conversations, positions, 20);
        expect(page.changes.flatMap((change) => change.entries).length).toBeLessThanOrEqual(20);
        for (const { conversation_id, entries } of page.changes) {
          if (!seqs.has(conversation_id)) order.push(conversation_id);
          const had = seqs.get(conversation_id) ?? [];
          seqs.set(conversation_id, [...had, ...entries.map((entry) => entry.seq)]);
        }
        for (const [id, position] of page.positions) positions.set(id, position);
        more = page.more;
      }
      expect(order).toEqual(conversations.toReversed());
      // The budget cut a conversation that was new to the device: it has the end of it, and no gap.
      for (const had of seqs.values()) expect(had).toEqual([1, 2, 3].slice(3 - had.length));
      expect([...seqs.values()].filter((had) => had.length === 3).length).toBeGreaterThanOrEqual(25);
    });

    test("D10 a position that the log does not bear out starts the conversation anew", async () => {
      const cast = await pair();
      const { conversation_id, bob } = cast;
      for (const key of ["a", "b"]) await store.conversations.append(intentOf(cast, key));
      await settle(store);
      await store.conversations.append(intentOf(cast, "c"));
      const all = await store.conversations.changes(bob.account_id, [conversation_id], new Map(), 100);
      const position = all.positions.get(conversation_id)!;
      const resetFrom = async (had: Partial<typeof position>) => {
        const positions = new Map([[conversation_id, { ...position, ...had }]]);
        const { changes } = await store.conversations.changes(
          bob.account_id,
          [conversation_id],
          positions,
          100,
        );
        return changes[0]?.reset ?? false;
      };
      expect(await resetFrom({})).toBe(false);
      expect(await resetFrom({ seq: 4 })).toBe(true);
      expect(await resetFrom({ chain: position.chain + 1 })).toBe(true);
      expect(await resetFrom({ seq: 2 })).toBe(true); // the chain is that of entry 3
      expect(await resetFrom({ epoch: position.epoch + 1 })).toBe(true);
    });

    test("D10 the chain of a page fits the log as it goes on", async () => {
      const cast = await pair();
      const { conversation_id, bob } = cast;
      const changes = (positions: Parameters<Store["conversations"]["changes"]>[2], budget: number) =>
        store.conversations.changes(bob.account_id, [conversation_id], positions, budget);
      const { positions } = await changes(new Map(), 100);
      for (const key of ["a", "b", "c"]) await store.conversations.append(intentOf(cast, key));
      const first = await changes(positions, 2);
      expect(first.more).toBe(true);
      const second = await changes(first.positions, 2);
      expect(second.changes.map(({ reset, entries }) => [reset, entries.length])).toEqual([[false, 1]]);
    });

    test("D10 a bumped epoch is that of every log, and of what is appended", async () => {
      const cast = await pair();
      const before = await store.conversations.append(intentOf(cast, "a"));
      expect(before.epoch).toBe(store.epoch());
      const epoch = await store.bumpEpoch();
      expect(epoch).toBeGreaterThan(before.epoch);
      expect(store.epoch()).toBe(epoch);
      expect((await store.conversations.append(intentOf(cast, "b"))).epoch).toBe(epoch);
      const read = await store.conversations.read(cast.conversation_id, cast.bob.account_id, { limit: 9 });
      expect(read.epoch).toBe(epoch);
    });

    test("queues effects with the write that causes them", async () => {
      await pair();
      const claimed = await store.outbox.claim(100, NOW, 1_000);
      expect(claimed.map((row) => row.effect.kind)).toContain("list_conversation");
      expect(claimed.map((row) => row.no)).toEqual(claimed.map((row) => row.no).sort((a, b) => a - b));
    });

    test("D7 a conversation is on a list once, and says when its owner has opened it too", async () => {
      const { bob, conversation_id } = await pair();
      const change = { type: "conversation", conversation_id, kind: "direct", title: null, at: NOW } as const;
      const list = (opened_by_me: boolean) =>
        store.accounts.list(bob.account_id, { ...change, opened_by_me });
      expect(await list(false)).toMatchObject({ conversation_id, opened_by_me: false });
      expect(await list(false)).toBeNull();
      expect(await list(true)).toMatchObject({ conversation_id, opened_by_me: true });
      expect(await list(true)).toBeNull();
      expect(await list(false)).toBeNull();
      expect(await store.accounts.listed(bob.account_id)).toEqual([conversation_id]);
    });

    test("an effect that was claimed is nobody else's until its lease ends", async () => {
      await pair();
      const [first, ...others] = await store.outbox.claim(100, NOW, 1_000);
      expect(await store.outbox.claim(100, NOW + 999, 1_000)).toEqual([]);
      for (const { no } of others) await store.outbox.done(no);
      expect((await store.outbox.claim(100, NOW + 1_000, 1_000)).map((row) => row.no)).toEqual([first!.no]);
      await store.outbox.postpone(first!.no, NOW + 1_500);
      expect((await store.outbox.claim(100, NOW + 1_500, 1_000)).map((row) => row.no)).toEqual([first!.no]);
    });

    test("D16 an effect does not wait for a wall clock that was set back", async () => {
      await pair();
      const claimed = await store.outbox.claim(100, NOW, 1_000);
      await store.outbox.postpone(claimed[0]!.no, NOW + 5_000);
      const hourBefore = NOW - 3_600_000;
      expect(await store.outbox.claim(100, hourBefore, 1_000)).toHaveLength(claimed.length);
      expect(await store.outbox.claim(100, hourBefore, 1_000)).toEqual([]);
    });

    test("D14 an effect that was begun is begun once, and never claimed again", async () => {
      await pair();
      const rows = await store.outbox.claim(100, NOW, 0);
      const { no } = rows[0]!;
      const begun = await Promise.all([1, 2, 3].map(() => store.outbox.begin(no, NOW)));
      expect(begun.filter(Boolean)).toHaveLength(1);
      expect((await store.outbox.claim(100, NOW, 0)).map((row) => row.no)).not.toContain(no);
      await store.outbox.forgetBegun(NOW + 1);
      expect(await store.outbox.begin(no, NOW)).toBe(false);
    });

    test("budgets are taken all or none", async () => {
      const small = { key: "small", limit: 1, window_ms: 1_000 };
      const large = { key: "large", limit: 2, window_ms: 1_000 };
      expect(await store.limits.take([small, large], NOW)).toEqual({ wait_ms: 0 });
      expect(await store.limits.take([small, large], NOW + 400)).toEqual({ wait_ms: 600 });
      expect(await store.limits.take([large], NOW + 400)).toEqual({ wait_ms: 0 });
      expect(await store.limits.take([large], NOW + 400)).toEqual({ wait_ms: 600 });
      expect(await store.limits.take([small, large], NOW + 1_000)).toEqual({ wait_ms: 0 });
    });

    test("talk packets are stored once, in order, without gaps", async () => {
      const cast = await pair();
      const talk_id = id<TalkId>("talk");
      await store.conversations.append(
        intentOf(cast, "voice", { content: { type: "voice", talk_id }, talk: { start: talk_id } }),
      );
      const packet = (value: number) => Uint8Array.of(value, value);
      expect(await store.talks.store(talk_id, 0, [packet(0), packet(1)], NOW)).toBe(2);
      expect(await store.talks.store(talk_id, 1, [packet(1), packet(2)], NOW)).toBe(3);
      expect(await store.talks.store(talk_id, 9, [packet(9)], NOW)).toBe(3);
      expect([...(await store.talks.packets(talk_id, 1))]).toEqual([0, 2, 1, 1, 0, 2, 2, 2]);
      expect((await store.talks.open(NOW)).map((talk) => talk.talk_id)).toEqual([talk_id]);
      expect(await store.talks.open(NOW - 1)).toEqual([]);
    });

    test("an interrupted talk that gets more packets is open again", async () => {
      const cast = await pair();
      const talk_id = id<TalkId>("talk");
      const begun = await store.conversations.append(
        intentOf(cast, "voice", { content: { type: "voice", talk_id }, talk: { start: talk_id } }),
      );
      const content = {
        type: "talk_end",
        target: begun.seq,
        talk_id,
        outcome: "interrupted",
        packets: 0,
        duration_ms: 0,
        waveform: "",
      } as const;
      const talk = { end: talk_id, blob_id: null };
      await store.conversations.append(intentOf(cast, "interruption", { content, talk }));
      expect(await store.talks.open(NOW)).toEqual([]);
      expect(await store.talks.store(talk_id, 0, [Uint8Array.of(1)], NOW)).toBe(1);
      expect(await store.talks.open(NOW)).toMatchObject([{ talk_id, next_packet: 1 }]);
    });

    test("a code is shared by its resends and dies with its tries", async () => {
      const start = (now: number) => {
        const verification_id = id<VerificationId>("verification");
        const started = store.verifications.start({
          verification_id,
          number: "+8613800138001",
          number_block: "+861380013",
          locale: "en",
          now,
          lifetime_ms: 10_000,
          tries: 2,
          resend_after_ms: [100, 200],
        });
        return { verification_id, started };
      };
      const first = start(NOW);
      expect(await first.started).toEqual({ outcome: "sent", retry_after_ms: 100 });
      expect(await start(NOW + 50).started).toEqual({ outcome: "too_soon", retry_after_ms: 50 });
      const second = start(NOW + 100);
      expect(await second.started).toEqual({ outcome: "sent", retry_after_ms: 200 });
      const known = await store.verifications.byId(second.verification_id, NOW + 100);
      expect(known).toMatchObject({ code_of: first.verification_id });
      const attempts = await Promise.all(
        [1, 2, 3].map(() => store.verifications.attempt(first.verification_id)),
      );
      // In any order: nobody says which of three at once is the first.
      expect(attempts.map((attempt) => attempt?.tries_left ?? -1).sort()).toEqual([-1, 0, 1]);
      await store.verifications.refund(first.verification_id);
      expect(await store.verifications.attempt(first.verification_id)).toEqual({ tries_left: 0 });
      const claims = [known!, { ...known!, verification_id: first.verification_id }, known!];
      const claimed = await Promise.all(claims.map((claim) => store.verifications.claim(claim, NOW + 200)));
      expect(claimed[0]).toBe(claimed[2]!); // the same caller, whoever of the two came first
      expect(claimed[1]).toBe(!claimed[0]);
      expect(await store.verifications.byId(second.verification_id, NOW + 10_000)).toBeNull();
    });

    test("revoked devices are unknown by their token", async () => {
      const token_hash = systemRandom.bytes(32);
      const device_id = id<DeviceId>("device");
      const { identity } = await store.accounts.signIn({
        number: "+8613800138001",
        new_account_id: id<AccountId>("account"),
        device_id,
        device_name: "phone",
        token_hash,
        now: NOW,
        idle_ms_max: 1_000,
        proven_pin_hash: null,
      });
      const { account_id } = identity;
      expect(await store.accounts.deviceByToken(token_hash)).toEqual({ account_id, device_id });
      const stranger = await person("+8618600186002");
      expect(await store.accounts.revokeDevice(stranger.account_id, device_id, NOW)).toBe(false);
      expect(await store.accounts.revokeDevice(account_id, device_id, NOW)).toBe(true);
      expect(await store.accounts.deviceByToken(token_hash)).toBeNull();
      expect(await store.accounts.isActive({ account_id, device_id })).toBe(false);
      expect(await store.accounts.revokedSince(NOW)).toEqual([{ account_id, device_id }]);
      expect(await store.accounts.revokedSince(NOW + 1)).toEqual([]);
    });

    if (durable) {
      test("what was acknowledged is there after closing and opening again", async () => {
        const cast = await pair();
        const ack = await store.conversations.append(intentOf(cast, "a", { device_seq: 1 }));
        await settle(store);
        await store.conversations.append(intentOf(cast, "b", { device_seq: 2 }));
        await settle(store);
        await store.conversations.append(intentOf(cast, "c", { device_seq: 3 }));
        for (const kept_by of ["the stage", "what is settled"]) {
          await store.close();
          store = await open();
          const repeat = store.conversations.append(intentOf(cast, "a", { device_seq: 1 }));
          expect([kept_by, await repeat]).toEqual([kept_by, { ...ack, fresh: false }]);
          const again = store.conversations.append(intentOf(cast, "d", { device_seq: 3 }));
          await expect(again).rejects.toMatchObject({ code: "out_of_order", details: { expected: 4 } });
          await settle(store);
        }
        const next = await store.conversations.append(intentOf(cast, "d", { device_seq: 4 }));
        expect(next.seq).toBe(4);
      });
    }
  });
}

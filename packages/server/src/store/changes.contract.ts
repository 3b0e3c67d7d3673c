import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import type { Position } from "./conversation-store.ts";
import type { Store } from "./store.ts";
import { ALICE, intentOf, NOW, openDirect, pair, signIn, words } from "./testing/cast.ts";

/** The part of the store contract about what changed since a position (D7), and whether the log bears it out (D10). */
export function changesContract(store: () => Store, settle: () => Promise<void>): void {
  test("changes since a position are exactly what came after it", async () => {
    const cast = await pair(store());
    const { conversation_id } = cast;
    const changes = (positions: Parameters<Store["conversations"]["changes"]>[2]) =>
      store().conversations.changes(cast.bob.account_id, [conversation_id], positions, 100);
    await store().conversations.append(intentOf(cast, "a"));
    const first = await changes(new Map());
    expect(first.changes[0]).toMatchObject({ reset: true, last_seq: 1 });
    expect(first.changes[0]!.members).toHaveLength(2);
    expect((await changes(first.positions)).changes).toEqual([]);
    await store().conversations.append(intentOf(cast, "b"));
    const second = await changes(first.positions);
    expect(second.changes[0]!.entries.map((entry) => entry.seq)).toEqual([2]);
    expect(second.changes[0]!.members).toEqual([]);
  });

  test("D7 many conversations come in pages within the budget, the newest activity first, each entry once", async () => {
    const alice = await signIn(store(), ALICE);
    const conversations: ConversationId[] = [];
    for (let index = 0; index < 30; index++) {
      const peer = await signIn(store(), `+861860018${6000 + index}`);
      const conversation_id = await openDirect(store(), alice.account_id, peer.account_id);
      conversations.push(conversation_id);
      for (const key of ["a", "b", "c"]) {
        const now = NOW + index * 1_000;
        const intent = { conversation_id, ...peer, client_id: key, content: words(key), now };
        await store().conversations.append(intent);
      }
    }
    const positions = new Map<ConversationId, Position>();
    const order: ConversationId[] = [];
    const seqs = new Map<ConversationId, number[]>();
    for (let more = true; more; ) {
      const page = await store().conversations.changes(alice.account_id, conversations, positions, 20);
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

  test("D7 of conversations with activity at the same time, those that were asked for first come first", async () => {
    const alice = await signIn(store(), ALICE);
    const conversations: ConversationId[] = [];
    for (let index = 0; index < 8; index++) {
      const peer = await signIn(store(), `+861860018${6000 + index}`);
      const conversation_id = await openDirect(store(), alice.account_id, peer.account_id);
      await store().conversations.append({
        ...{ conversation_id, ...peer, client_id: "a", content: words("a"), now: NOW },
      });
      conversations.push(conversation_id);
    }
    for (const asked of [conversations, conversations.toReversed()]) {
      const page = await store().conversations.changes(alice.account_id, asked, new Map(), 5);
      expect(page.changes.map(({ conversation_id }) => conversation_id)).toEqual(asked.slice(0, 5));
    }
  });

  test("D10 a position that the log does not bear out starts the conversation anew", async () => {
    const cast = await pair(store());
    const { conversation_id, bob } = cast;
    for (const key of ["a", "b"]) await store().conversations.append(intentOf(cast, key));
    await settle();
    await store().conversations.append(intentOf(cast, "c"));
    const all = await store().conversations.changes(bob.account_id, [conversation_id], new Map(), 100);
    const position = all.positions.get(conversation_id)!;
    const resetFrom = async (had: Partial<typeof position>) => {
      const positions = new Map([[conversation_id, { ...position, ...had }]]);
      const { changes } = await store().conversations.changes(
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
    const cast = await pair(store());
    const { conversation_id, bob } = cast;
    const changes = (positions: Parameters<Store["conversations"]["changes"]>[2], budget: number) =>
      store().conversations.changes(bob.account_id, [conversation_id], positions, budget);
    const { positions } = await changes(new Map(), 100);
    for (const key of ["a", "b", "c"]) await store().conversations.append(intentOf(cast, key));
    const first = await changes(positions, 2);
    expect(first.more).toBe(true);
    const second = await changes(first.positions, 2);
    expect(second.changes.map(({ reset, entries }) => [reset, entries.length])).toEqual([[false, 1]]);
  });

  test("D10 a bumped epoch is that of every log, and of what is appended", async () => {
    const cast = await pair(store());
    const before = await store().conversations.append(intentOf(cast, "a"));
    expect(before.epoch).toBe(store().epoch());
    const epoch = await store().bumpEpoch();
    expect(epoch).toBeGreaterThan(before.epoch);
    expect(store().epoch()).toBe(epoch);
    expect((await store().conversations.append(intentOf(cast, "b"))).epoch).toBe(epoch);
    const read = await store().conversations.read(cast.conversation_id, cast.bob.account_id, { limit: 9 });
    expect(read.epoch).toBe(epoch);
  });
}

import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import type { Store } from "./store.ts";
import {
  ALICE,
  BOB,
  createGroup,
  id,
  intentOf,
  NOW,
  openDirect,
  pair,
  signIn,
  words,
} from "./testing/cast.ts";

/** The part of the store contract about conversations: who is in them, their pages and their watermarks. */
export function conversationStoreContract(store: () => Store, settle: () => Promise<void>): void {
  test("one direct conversation per pair, whoever opens it", async () => {
    const { alice, bob, conversation_id } = await pair(store());
    expect(await openDirect(store(), bob.account_id, alice.account_id)).toBe(conversation_id);
    expect(await store().conversations.audience(conversation_id)).toHaveLength(2);
  });

  test("with oneself there is one member; a group has those it was made with", async () => {
    const alice = await signIn(store(), ALICE);
    const bob = await signIn(store(), BOB);
    const own = await openDirect(store(), alice.account_id, alice.account_id);
    expect(await store().conversations.audience(own)).toEqual([alice.account_id]);
    const conversation_id = await createGroup(store(), [alice, bob]);
    const audience = await store().conversations.audience(conversation_id);
    expect(audience?.toSorted()).toEqual([alice.account_id, bob.account_id].toSorted());
    expect(await store().conversations.isMember(conversation_id, bob.account_id)).toBe(true);
    expect(await store().conversations.isMember(own, bob.account_id)).toBe(false);
    expect(await store().conversations.audience(id<ConversationId>("conversation"))).toBeNull();
  });

  test("a member's name is copied once they have shown themselves, and told of when it changes", async () => {
    const { alice, bob, conversation_id } = await pair(store());
    const refresh = ({ account_id }: typeof alice, name: string) =>
      store().conversations.refreshMember(conversation_id, { account_id, name, picture: null });
    expect(await refresh(alice, "Alice")).toMatchObject({
      member: { account_id: alice.account_id, name: "Alice" },
      told_to: "everybody",
    });
    expect(await refresh(alice, "Alice")).toBeNull();
    expect(await refresh(bob, "Bob")).toBeNull(); // has neither written nor read
    const content = words("a");
    await store().conversations.append({ conversation_id, ...bob, client_id: "a", content, now: NOW });
    expect(await refresh(bob, "Bob")).toMatchObject({ member: { account_id: bob.account_id, name: "Bob" } });
    const { changes } = await store().conversations.changes(
      bob.account_id,
      [conversation_id],
      new Map(),
      100,
    );
    expect(changes[0]!.members.map(({ name }) => name).toSorted()).toEqual(["Alice", "Bob"]);
    const stranger = await signIn(store(), "+8618900189003");
    expect(await refresh(stranger, "Carol")).toBeNull();
  });

  test("reads pages in both directions, ascending", async () => {
    const cast = await pair(store());
    for (const key of ["a", "b", "c"]) await store().conversations.append(intentOf(cast, key));
    await settle();
    for (const key of ["d", "e"]) await store().conversations.append(intentOf(cast, key));
    const page = async (range: { after_seq?: number; before_seq?: number; limit: number }) => {
      const { entries } = await store().conversations.read(cast.conversation_id, cast.bob.account_id, range);
      return entries.map((entry) => entry.seq);
    };
    expect(await page({ limit: 2 })).toEqual([4, 5]);
    expect(await page({ before_seq: 4, limit: 2 })).toEqual([2, 3]);
    expect(await page({ after_seq: 1, limit: 3 })).toEqual([2, 3, 4]);
  });

  test("no seq is too large to ask for, and none reaches into another log", async () => {
    const cast = await pair(store());
    await store().conversations.append(intentOf(cast, "a"));
    await settle();
    for (const seq of [2 ** 32 - 1, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER - 1]) {
      const seqs = async (range: { after_seq?: number; before_seq?: number }) => {
        const page = { ...range, limit: 9 };
        const read = await store().conversations.read(cast.conversation_id, cast.bob.account_id, page);
        return read.entries.map((entry) => entry.seq);
      };
      expect(await seqs({ after_seq: seq })).toEqual([]);
      expect(await seqs({ before_seq: seq })).toEqual([1]);
    }
  });

  test("watermarks grow only, and not past the end", async () => {
    const cast = await pair(store());
    await store().conversations.append(intentOf(cast, "a"));
    await store().conversations.append(intentOf(cast, "b"));
    const advance = (delivered: number, read: number, heard: number) =>
      store().conversations.advance({
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
    const cast = await pair(store());
    const { conversation_id, bob, alice } = cast;
    for (const key of ["a", "b", "c"]) await store().conversations.append(intentOf(cast, key));
    const range = { conversation_id, account_id: bob.account_id, delivered: 0, heard: 0 };
    const answers = await Promise.all(
      [1, 3, 2].map((read) => store().conversations.advance({ ...range, read })),
    );
    expect(answers.map(({ read }) => read)).toEqual([1, 3, 3]);
    const told = answers.map(({ changed }) => changed).filter((changed) => changed !== null);
    expect(told.at(-1)).toMatchObject({
      member: { account_id: bob.account_id, delivered: 3, read: 3 },
      told_to: "everybody",
    });
    const page = await store().conversations.changes(alice.account_id, [conversation_id], new Map(), 9);
    const [member] = page.changes[0]!.members.filter(({ account_id }) => account_id === bob.account_id);
    expect(member).toMatchObject({ delivered: 3, read: 3, heard: 0 });
  });
}

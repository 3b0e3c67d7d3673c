import { expect, test } from "bun:test";
import { type AccountId, type ConversationId, WATERMARKS_PUSHED_MEMBERS_MAX } from "@feiliao/protocol";
import type { DeviceIdentity } from "./account-store.ts";
import type { Position } from "./conversation-store.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, createGroup, id, NOW, signIn, words } from "./testing/cast.ts";
import { inChoir } from "./testing/choir.ts";

/** The part of the store contract about which members are told to whom: in groups, channels and large groups. */
export function toldMembersContract(store: () => Store): void {
  const { choir, append, change, changes } = inChoir(store);

  test("members are told by state, page by page, to who may read", async () => {
    const { alice, bob, carol, conversation_id } = await choir();
    const members = (reader: DeviceIdentity, after: AccountId | null = null) =>
      store().conversations.members(conversation_id, reader.account_id, "active", after, 1);
    const [first] = await members(bob);
    const [second] = await members(bob, first!.account_id);
    const both = [alice.account_id, bob.account_id].sort();
    expect([first!.account_id, second!.account_id]).toEqual(both);
    expect(await members(bob, second!.account_id)).toEqual([]);
    await expect(members(carol)).rejects.toMatchObject({ code: "not_found" });
    await change(conversation_id, alice, "invited", carol);
    const invited = await store().conversations.members(conversation_id, bob.account_id, "invited", null, 9);
    expect(invited).toMatchObject([{ account_id: carol.account_id, state: "invited" }]);
  });

  test("the readers of a channel are told to nobody but themselves, and write nothing", async () => {
    const { alice, bob, carol, conversation_id } = await choir({ kind: "channel" });
    await change(conversation_id, alice, "added", carol);
    await append(conversation_id, alice, words("news"));
    await expect(append(conversation_id, bob, words("a"))).rejects.toMatchObject({ code: "forbidden" });
    const toldOf = async (reader: DeviceIdentity, positions?: ReadonlyMap<ConversationId, Position>) => {
      const page = await changes(conversation_id, reader, positions);
      return page.changes[0]?.members.map(({ account_id }) => account_id).toSorted();
    };
    const seen = (...people: DeviceIdentity[]) => people.map(({ account_id }) => account_id).toSorted();
    expect(await toldOf(alice)).toEqual(seen(alice));
    expect(await toldOf(bob)).toEqual(seen(alice, bob));
    const before = await changes(conversation_id, alice);
    const read = { conversation_id, account_id: bob.account_id, delivered: 0, read: 2, heard: 0 };
    expect((await store().conversations.advance(read)).changed).toMatchObject({ told_to: "self" });
    expect((await changes(conversation_id, alice, before.positions)).changes).toEqual([]);
    expect(
      (await change(conversation_id, alice, "added", await signIn(store(), "+8613912345678"))).members,
    ).toMatchObject([{ told_to: "self" }]);
    const listed = await store().conversations.members(conversation_id, bob.account_id, "active", null, 9);
    expect(listed.map(({ account_id }) => account_id)).toEqual(seen(alice, bob));
    const all = await store().conversations.members(conversation_id, alice.account_id, "active", null, 9);
    expect(all).toHaveLength(4);
    const promoted = await change(conversation_id, alice, "made_admin", bob);
    expect(promoted.members).toMatchObject([{ member: { role: "admin" }, told_to: "everybody" }]);
    const had = await changes(conversation_id, carol);
    await change(conversation_id, alice, "made_member", bob);
    const since = await changes(conversation_id, carol, had.positions);
    expect(since.changes[0]!.members).toMatchObject([{ account_id: bob.account_id, role: "member" }]);
  });

  test("in a large group, how far one has read is told to one's own devices only", async () => {
    const [alice, bob] = await Promise.all([signIn(store(), ALICE), signIn(store(), BOB)]);
    const many = Array.from({ length: WATERMARKS_PUSHED_MEMBERS_MAX - 1 }, (_, index) =>
      store().accounts.ensure(`+86139123${10_000 + index}`, id<AccountId>("account"), NOW),
    );
    const others = (await Promise.all(many)).map((account_id) => ({ account_id }));
    const conversation_id = await createGroup(store(), [alice, bob, ...others]);
    await append(conversation_id, alice, words("a"));
    const [ofAlice, ofBob] = [await changes(conversation_id, alice), await changes(conversation_id, bob)];
    const advance = (read: number) =>
      store().conversations.advance({
        conversation_id,
        account_id: bob.account_id,
        delivered: 0,
        read,
        heard: 0,
      });
    expect((await advance(1)).changed).toMatchObject({ member: { read: 1 }, told_to: "self" });
    expect((await changes(conversation_id, alice, ofAlice.positions)).changes).toEqual([]);
    const own = await changes(conversation_id, bob, ofBob.positions);
    expect(own.changes[0]!.members).toMatchObject([{ account_id: bob.account_id, read: 1 }]);
    const [gone] = others;
    await append(conversation_id, alice, {
      type: "membership",
      change: "removed",
      account_ids: [gone!.account_id],
    });
    await append(conversation_id, alice, words("b"));
    expect((await advance(3)).changed).toMatchObject({ member: { read: 3 }, told_to: "everybody" });
    const since = await changes(conversation_id, alice, ofAlice.positions);
    expect(since.changes[0]).toMatchObject({ reset: false });
    const read = since.changes[0]!.members.find(({ account_id }) => account_id === bob.account_id);
    expect(read).toMatchObject({ read: 3 });
  });
}

import { describe, expect, test } from "bun:test";
import {
  type AccountId,
  type ConversationId,
  type EntryContent,
  type MembershipChange,
  WATERMARKS_PUSHED_MEMBERS_MAX,
} from "@feiliao/protocol";
import { DEFAULT_SETTINGS } from "../conversation/can.ts";
import type { DeviceIdentity } from "./account-store.ts";
import type { AppendIntent, CreateGroup, Position } from "./conversation-store.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, createGroup, id, NOW, nameless, signIn, words } from "./testing/cast.ts";

const CAROL = "+8618900189003";

/** The part of the store contract about who belongs to groups and channels, and what they are told. */
export function membershipContract(store: () => Store, settle: () => Promise<void>): void {
  /** Alice owns it, Bob is a member, Carol is not. */
  async function choir(more: Partial<CreateGroup> = {}) {
    const [alice, bob, carol] = await Promise.all(
      [ALICE, BOB, CAROL].map((number) => signIn(store(), number)),
    );
    const conversation_id = await createGroup(store(), [alice!, bob!], more);
    return { alice: alice!, bob: bob!, carol: carol!, conversation_id };
  }

  let keys = 0;
  function append(
    conversation_id: ConversationId,
    by: DeviceIdentity,
    content: EntryContent,
    more: Partial<AppendIntent> = {},
  ) {
    const intent = { conversation_id, ...by, client_id: `key ${keys++}`, content, now: NOW };
    return store().conversations.append({ ...intent, ...more });
  }
  const change = (
    conversation_id: ConversationId,
    by: DeviceIdentity,
    what: MembershipChange,
    whom: DeviceIdentity = by,
    more: Partial<AppendIntent> = {},
  ) => {
    const content: EntryContent = { type: "membership", change: what, account_ids: [whom.account_id] };
    return append(conversation_id, by, content, { people: [nameless(whom)], ...more });
  };
  const seqsOf = async (
    conversation_id: ConversationId,
    reader: DeviceIdentity,
    range: { after_seq?: number; before_seq?: number } = {},
  ) => {
    const page = { ...range, limit: 100 };
    const { entries } = await store().conversations.read(conversation_id, reader.account_id, page);
    return entries.map(({ seq }) => seq);
  };
  const changes = (
    conversation_id: ConversationId,
    reader: DeviceIdentity,
    positions: ReadonlyMap<ConversationId, Position> = new Map(),
  ) => store().conversations.changes(reader.account_id, [conversation_id], positions, 100);
  const roleOf = async (conversation_id: ConversationId, { account_id }: DeviceIdentity) =>
    (await store().conversations.standing(conversation_id, account_id))?.standing.role;

  test("a group is made once; its first member owns it", async () => {
    const { alice, bob, carol, conversation_id } = await choir();
    const again = { conversation_id, kind: "group", title: "Other", settings: DEFAULT_SETTINGS } as const;
    await store().conversations.createGroup({ ...again, members: [nameless(carol)], now: NOW });
    expect(await store().conversations.standing(conversation_id, alice.account_id)).toEqual({
      standing: { role: "owner", state: "active", muted_until: null, blocked: false },
      info: expect.objectContaining({ kind: "group", title: "Choir", member_count: 2 }),
    });
    expect(await roleOf(conversation_id, bob)).toBe("member");
    expect(await store().conversations.standing(conversation_id, carol.account_id)).toBeNull();
  });

  test("D17 who is added belongs to it from that entry on, and reads nothing from before", async () => {
    const { alice, bob, carol, conversation_id } = await choir();
    for (const text of ["a", "b"]) await append(conversation_id, alice, words(text));
    await settle();
    const added = await change(conversation_id, bob, "added", carol);
    expect(added).toMatchObject({ seq: 3, audience_changed: true, info: { member_count: 3 } });
    expect(added.members).toMatchObject([
      {
        member: { account_id: carol.account_id, state: "active", from_seq: 3, read: 2 },
        told_to: "everybody",
      },
    ]);
    await append(conversation_id, carol, words("c"));
    expect(await store().conversations.audience(conversation_id)).toContain(carol.account_id);
    expect(await seqsOf(conversation_id, carol)).toEqual([3, 4]);
    expect(await seqsOf(conversation_id, carol, { after_seq: 0 })).toEqual([3, 4]);
    expect(await seqsOf(conversation_id, carol, { before_seq: 4 })).toEqual([3]);
    expect(await seqsOf(conversation_id, carol, { before_seq: 2 })).toEqual([]);
    const page = await changes(conversation_id, carol);
    expect(page.changes[0]).toMatchObject({ reset: true, entries: [{ seq: 3 }, { seq: 4 }] });
    expect((await changes(conversation_id, carol, page.positions)).changes).toEqual([]);
    const hidden = append(conversation_id, carol, { type: "reaction", target: 1, emoji: "👍" });
    await expect(hidden).rejects.toMatchObject({ code: "target_gone" });
  });

  test("who comes in where that is set reads what was written before", async () => {
    const settings = { ...DEFAULT_SETTINGS, history_for_new: true };
    const { alice, carol, conversation_id } = await choir({ settings });
    await append(conversation_id, alice, words("a"));
    await change(conversation_id, alice, "added", carol);
    expect(await seqsOf(conversation_id, carol)).toEqual([1, 2]);
  });

  test("D17 who is removed may do nothing from then on, and others see who it was", async () => {
    const { alice, bob, conversation_id } = await choir();
    await append(conversation_id, bob, words("a"));
    const before = await changes(conversation_id, alice);
    const results = await Promise.allSettled([
      append(conversation_id, bob, words("b")),
      change(conversation_id, alice, "removed", bob),
      append(conversation_id, bob, words("c")),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(await store().conversations.audience(conversation_id)).toEqual([alice.account_id]);
    expect(await store().conversations.isMember(conversation_id, bob.account_id)).toBe(false);
    await expect(seqsOf(conversation_id, bob)).rejects.toMatchObject({ code: "not_found" });
    expect((await changes(conversation_id, bob)).changes).toEqual([]);
    const since = await changes(conversation_id, alice, before.positions);
    expect(since.changes[0]).toMatchObject({
      members: [{ account_id: bob.account_id, state: "removed" }],
      info: { member_count: 1 },
    });
  });

  test("who came back starts anew from where they may read, however much of it their device has", async () => {
    const { alice, bob, conversation_id } = await choir();
    await append(conversation_id, alice, words("a"));
    const had = await changes(conversation_id, bob);
    await change(conversation_id, alice, "removed", bob);
    for (const text of ["b", "c"]) await append(conversation_id, alice, words(text));
    await settle();
    await change(conversation_id, alice, "added", bob);
    await append(conversation_id, alice, words("d"));
    const back = await changes(conversation_id, bob, had.positions);
    expect(back.changes[0]).toMatchObject({ reset: true, last_seq: 6, entries: [{ seq: 5 }, { seq: 6 }] });
    await append(conversation_id, alice, words("e"));
    const next = await changes(conversation_id, bob, back.positions);
    expect(next.changes[0]).toMatchObject({ reset: false, entries: [{ seq: 7 }] });
  });

  test("what somebody is in a conversation is told to their own log", async () => {
    const { alice, carol, conversation_id } = await choir();
    for (const { no } of await store().outbox.claim(100, NOW, 1_000)) await store().outbox.done(no);
    const told = async () => {
      const rows = await store().outbox.claim(100, NOW, 1_000);
      for (const { no } of rows) await store().outbox.done(no);
      return rows.map(({ effect }) => effect).filter(({ kind }) => kind === "list_conversation");
    };
    await change(conversation_id, alice, "invited", carol);
    const listing = { account_id: carol.account_id, conversation_id, conversation: "group", title: "Choir" };
    expect(await told()).toMatchObject([{ ...listing, state: "invited", invited_by: alice.account_id }]);
    await change(conversation_id, carol, "accepted");
    expect(await told()).toMatchObject([{ ...listing, state: "active", invited_by: null }]);
    await change(conversation_id, alice, "made_admin", carol);
    expect(await told()).toEqual([]);
    await change(conversation_id, carol, "left");
    expect(await told()).toMatchObject([{ ...listing, state: "left" }]);
  });

  test("who is invited belongs to it when they have accepted, and may decline", async () => {
    const { alice, carol, conversation_id } = await choir();
    const invited = await change(conversation_id, alice, "invited", carol);
    expect(invited.audience_changed).toBeUndefined();
    await expect(append(conversation_id, carol, words("a"))).rejects.toMatchObject({ code: "not_found" });
    expect(await change(conversation_id, carol, "declined")).not.toHaveProperty("audience_changed");
    await expect(change(conversation_id, carol, "accepted")).rejects.toMatchObject({ code: "not_found" });
    await change(conversation_id, alice, "invited", carol);
    expect(await change(conversation_id, carol, "accepted")).toMatchObject({ audience_changed: true });
    expect(await append(conversation_id, carol, words("a"))).toMatchObject({ fresh: true });
  });

  test("D2 leaving is answered again, also to who has left", async () => {
    const { bob, conversation_id } = await choir();
    const content: EntryContent = { type: "membership", change: "left", account_ids: [bob.account_id] };
    const first = await append(conversation_id, bob, content, { client_id: "left" });
    const repeat = await append(conversation_id, bob, content, { client_id: "left" });
    expect(repeat).toMatchObject({ seq: first.seq, fresh: false });
    expect(repeat.members).toBeUndefined();
  });

  test("a group is never without an owner: admins follow before members, the earliest first", async () => {
    const { alice, bob, carol, conversation_id } = await choir();
    await change(conversation_id, alice, "added", carol);
    await change(conversation_id, alice, "made_admin", carol);
    await change(conversation_id, alice, "left");
    expect(await roleOf(conversation_id, carol)).toBe("owner");
    await change(conversation_id, carol, "made_owner", bob);
    expect([await roleOf(conversation_id, carol), await roleOf(conversation_id, bob)]).toEqual([
      "admin",
      "owner",
    ]);
    const [left, too] = await Promise.allSettled([
      change(conversation_id, bob, "left"),
      change(conversation_id, bob, "removed", carol),
    ]);
    expect([left?.status, too?.status]).toEqual(["fulfilled", "rejected"]);
    expect(await roleOf(conversation_id, carol)).toBe("owner");
  });

  test("who is muted writes again when the time has come", async () => {
    const { alice, bob, conversation_id } = await choir();
    const muted: EntryContent = {
      type: "membership",
      change: "muted",
      account_ids: [bob.account_id],
      until: NOW + 10,
    };
    await append(conversation_id, alice, muted);
    await expect(append(conversation_id, bob, words("a"))).rejects.toMatchObject({ code: "muted" });
    expect(await append(conversation_id, bob, words("a"), { now: NOW + 10 })).toMatchObject({ seq: 2 });
  });

  describe("the invite link", () => {
    const token_hash = new Uint8Array(32).fill(7);
    const link = { token_hash, nonce: new Uint8Array(16).fill(9), expires_at: NOW + 1_000 };
    const setLink = (conversation_id: ConversationId, by: AccountId, made: typeof link | null) =>
      store().conversations.setLink({ conversation_id, account_id: by, link: made, now: NOW });

    test("lets in who shows it, until it ends or is revoked", async () => {
      const { alice, bob, carol, conversation_id } = await choir();
      const denied = setLink(conversation_id, bob.account_id, link);
      await expect(denied).rejects.toMatchObject({ code: "forbidden" });
      await setLink(conversation_id, alice.account_id, link);
      const { conversations } = store();
      expect(await conversations.byLink(token_hash, NOW)).toMatchObject({
        conversation_id,
        info: { title: "Choir" },
      });
      expect(await conversations.byLink(token_hash, NOW + 1_000)).toBeNull();
      const known = await conversations.link(conversation_id, bob.account_id, NOW);
      expect(known).toMatchObject({ expires_at: NOW + 1_000 });
      const enter = (more: Partial<AppendIntent>) => change(conversation_id, carol, "joined", carol, more);
      await expect(enter({})).rejects.toMatchObject({ code: "link_invalid" });
      await expect(enter({ token_hash, now: NOW + 1_000 })).rejects.toMatchObject({ code: "link_invalid" });
      await expect(enter({ token_hash: new Uint8Array(32) })).rejects.toMatchObject({ code: "link_invalid" });
      expect(await enter({ token_hash })).toMatchObject({ audience_changed: true });
      await change(conversation_id, alice, "removed", carol);
      await setLink(conversation_id, alice.account_id, null);
      await expect(enter({ token_hash })).rejects.toMatchObject({ code: "link_invalid" });
      expect(await conversations.byLink(token_hash, NOW)).toBeNull();
      expect(await conversations.link(conversation_id, alice.account_id, NOW)).toBeNull();
    });

    test("lets nobody in who is banned, or in another group", async () => {
      const { alice, bob, carol, conversation_id } = await choir();
      const other = await createGroup(store(), [bob]);
      await setLink(conversation_id, alice.account_id, link);
      await expect(change(other, carol, "joined", carol, { token_hash })).rejects.toMatchObject({
        code: "link_invalid",
      });
      await change(conversation_id, carol, "joined", carol, { token_hash });
      await change(conversation_id, alice, "banned", carol);
      await expect(change(conversation_id, carol, "joined", carol, { token_hash })).rejects.toMatchObject({
        code: "link_invalid",
      });
      await change(conversation_id, alice, "unbanned", carol);
      expect(await change(conversation_id, carol, "joined", carol, { token_hash })).toMatchObject({
        fresh: true,
      });
    });
  });

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

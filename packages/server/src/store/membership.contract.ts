import { expect, test } from "bun:test";
import { type EntryContent, GROUP_ADMINS_MAX } from "@feiliao/protocol";
import { DEFAULT_SETTINGS } from "../conversation/can.ts";
import type { Store } from "./store.ts";
import { NOW, nameless, signIn, words } from "./testing/cast.ts";
import { inChoir } from "./testing/choir.ts";

/** The part of the store contract about who belongs to a group, and what it is theirs to read. */
export function membershipContract(store: () => Store, settle: () => Promise<void>): void {
  const { choir, append, change, seqsOf, changes, roleOf } = inChoir(store);

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

  test("a group has at most 20 admins", async () => {
    const { alice, bob, conversation_id } = await choir();
    const others = [bob];
    for (let index = 0; index < GROUP_ADMINS_MAX; index++) {
      const other = await signIn(store(), `+861860018${7000 + index}`);
      others.push(other);
      await change(conversation_id, alice, "added", other);
    }
    const [last, ...admins] = others;
    const account_ids = admins.map(({ account_id }) => account_id);
    await append(conversation_id, alice, { type: "membership", change: "made_admin", account_ids });
    const one_more = () => change(conversation_id, alice, "made_admin", last);
    await expect(one_more()).rejects.toMatchObject({ code: "group_full" });
    await change(conversation_id, alice, "made_member", admins[0]);
    await one_more();
    expect(await roleOf(conversation_id, last!)).toBe("admin");
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
}

import { describe, expect, test } from "bun:test";
import type { EntryContent } from "@feiliao/protocol";
import { DEFAULT_SETTINGS, type Standing } from "../conversation/can.ts";
import { ALICE, BOB, CAROL, consequences, decide, GROUP, inGroup, MEMBER } from "./testing/append-facts.ts";

const code = (expected: string) => expect.objectContaining({ code: expected });

describe("memberships", () => {
  const people = [{ account_id: CAROL, address: null, name: "Carol", picture: null }];
  const added: EntryContent = { type: "membership", change: "added", account_ids: [CAROL] };

  test("who is added reads from that entry on, or from the start where the group says so", () => {
    const facts = inGroup("member", { standing: () => null });
    expect(consequences(added, facts, { people })).toMatchObject({
      members: [
        { account_id: CAROL, state: "active", from_seq: 7, joined_seq: 7, person: { name: "Carol" } },
      ],
      info: { member_count: 4 },
      effects: [{ kind: "list_conversation", account_id: CAROL, state: "active", invited_by: null }],
    });
    const open = { ...GROUP, settings: { ...DEFAULT_SETTINGS, history_for_new: true } };
    expect(consequences(added, { ...facts, info: open })).toMatchObject({ members: [{ from_seq: 1 }] });
  });

  test("who is invited is asked, and counts only when they have accepted", () => {
    const content: EntryContent = { type: "membership", change: "invited", account_ids: [CAROL] };
    const invited = consequences(content, inGroup("member", { standing: () => null }), { people });
    expect(invited).toMatchObject({
      members: [{ account_id: CAROL, state: "invited" }],
      effects: [{ account_id: CAROL, state: "invited", invited_by: ALICE }],
    });
    expect(invited?.info).toBeUndefined();
    const accepted: EntryContent = { type: "membership", change: "accepted", account_ids: [ALICE] };
    const asked: Standing = { ...MEMBER, state: "invited" };
    const facts = { ...inGroup("member"), membership: asked, standing: () => asked };
    expect(consequences(accepted, facts)).toMatchObject({ info: { member_count: 4 } });
    const forOthers: EntryContent = { ...accepted, account_ids: [BOB] };
    expect(() => decide({ content: forOthers }, facts)).toThrow(code("forbidden"));
  });

  test("a group is never without an owner", () => {
    const content: EntryContent = { type: "membership", change: "left", account_ids: [ALICE] };
    const left = consequences(content, inGroup("owner", { successor: BOB }));
    expect(left?.members).toMatchObject([
      { account_id: ALICE, state: "left", role: "member" },
      { account_id: BOB, role: "owner" },
    ]);
    const handed: EntryContent = { type: "membership", change: "made_owner", account_ids: [BOB] };
    expect(consequences(handed, inGroup("owner"))?.members).toMatchObject([
      { account_id: BOB, role: "owner" },
      { account_id: ALICE, role: "admin" },
    ]);
  });

  test("who comes into a group that everybody has left owns it", () => {
    const content: EntryContent = { type: "membership", change: "accepted", account_ids: [ALICE] };
    const asked: Standing = { ...MEMBER, state: "invited" };
    const facts = { ...inGroup("member"), membership: asked, standing: () => asked };
    const empty = { ...facts, info: { ...GROUP, member_count: 0 } };
    expect(consequences(content, empty)?.members).toMatchObject([{ account_id: ALICE, role: "owner" }]);
    expect(consequences(content, facts)?.members).toMatchObject([{ account_id: ALICE, role: "member" }]);
  });

  test("who was removed is told by their own log", () => {
    const content: EntryContent = { type: "membership", change: "removed", account_ids: [BOB] };
    expect(consequences(content, inGroup("admin"))).toMatchObject({
      members: [{ account_id: BOB, state: "removed" }],
      info: { member_count: 2 },
      effects: [{ account_id: BOB, state: "removed" }],
    });
    expect(() => decide({ content }, inGroup("member"))).toThrow(code("forbidden"));
  });
});

test("an admin sets what the group is; a field that is absent stays", () => {
  const content: EntryContent = { type: "info", title: "Choir of Beijing", announcement: "Friday" };
  expect(consequences(content, inGroup("admin"))?.info).toEqual({
    ...GROUP,
    title: "Choir of Beijing",
    announcement: { text: "Friday", by: ALICE, at: 1_000 },
  });
  expect(() => decide({ content }, inGroup("member"))).toThrow(code("forbidden"));
  expect(() => decide({ content }, {})).toThrow(code("forbidden"));
  const disappearing: EntryContent = { type: "info", disappear_after_s: 3_600 };
  expect(consequences(disappearing, {})?.info).toMatchObject({ disappear_after_s: 3_600 });
});

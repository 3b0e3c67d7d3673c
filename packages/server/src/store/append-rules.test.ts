import { describe, expect, test } from "bun:test";
import type { AccountId, ConversationInfo, EntryContent } from "@feiliao/protocol";
import { EDIT_WINDOW_MS, PINS_MAX, RECALL_WINDOW_MS } from "@feiliao/protocol";
import { DEFAULT_SETTINGS, type Standing } from "../conversation/can.ts";
import {
  type AppendFacts,
  type Decision,
  decideAppend,
  headAfter,
  type TargetEntry,
} from "./append-rules.ts";
import type { AppendIntent } from "./conversation-store.ts";
import { DIRECT_INFO } from "./group-rules.ts";

const [ALICE, BOB, CAROL]: AccountId[] = ["acc_1", "acc_2", "acc_3"];
const INTENT: AppendIntent = {
  conversation_id: "con_1",
  account_id: ALICE!,
  device_id: "dev_1",
  client_id: "key",
  device_seq: 1,
  content: { type: "text", text: "hello" },
  now: 1_000,
};
const MEMBER: Standing = { role: "member", state: "active", muted_until: null, blocked: false };
const FACTS: AppendFacts = {
  head: { last_seq: 6, last_time: 900, chain: 5 },
  kind: "direct",
  settings: DEFAULT_SETTINGS,
  info: DIRECT_INFO,
  membership: MEMBER,
  now: 1_000,
  known: null,
  device_seq: 0,
  may_show_blobs: true,
  talk: null,
  target: null,
  standing: () => MEMBER,
  successor: null,
};
const KNOWN = { seq: 7, server_time: 900, content: JSON.stringify(INTENT.content) };
const GROUP: ConversationInfo = { ...DIRECT_INFO, kind: "group", title: "Choir", member_count: 3 };
/** Alice's message, the last entry. */
const TARGET: TargetEntry = {
  seq: 6,
  sender: ALICE!,
  server_time: 900,
  content: { type: "text", text: "hullo" },
  fold: undefined,
};

function decide(intent: Partial<AppendIntent>, facts: Partial<AppendFacts>): Decision {
  const now = intent.now ?? INTENT.now;
  return decideAppend({ ...INTENT, ...intent }, { ...FACTS, now, ...facts });
}

/** What follows from a content. */
function consequences(
  content: EntryContent,
  facts: Partial<AppendFacts>,
  intent: Partial<AppendIntent> = {},
) {
  const decision = decide({ content, ...intent }, facts);
  return decision.repeats ? null : decision.consequences;
}

function inGroup(role: Standing["role"], more: Partial<AppendFacts> = {}): Partial<AppendFacts> {
  return { kind: "group", info: GROUP, membership: { ...MEMBER, role }, ...more };
}

function end(outcome: "complete" | "cancelled" | "interrupted", packets: number): Partial<AppendIntent> {
  const content: EntryContent = {
    type: "talk_end",
    target: 1,
    talk_id: "tlk_1",
    outcome,
    packets,
    duration_ms: 20 * packets,
    waveform: "",
  };
  return { content, talk: { end: "tlk_1", blob_id: null } };
}

const code = (expected: string) => expect.objectContaining({ code: expected });

test("a member's next entry is appended, and nothing follows from plain words", () => {
  expect(decide({}, {})).toMatchObject({
    head: { last_seq: 7, last_time: 1_000 },
    content_json: KNOWN.content,
    consequences: null,
  });
});

test("D17 nobody appends who is no member, or has left; not even a repeat", () => {
  expect(() => decide({}, { membership: null })).toThrow(code("not_found"));
  const membership: Standing = { ...MEMBER, state: "left" };
  expect(() => decide({}, { membership, known: KNOWN })).toThrow(code("not_found"));
});

test("D2 a repeat is the original, whatever its number and whatever became of the picture", () => {
  expect(decide({ device_seq: 99 }, { known: KNOWN, may_show_blobs: false })).toEqual({ repeats: KNOWN });
  expect(() => decide({ content: { type: "text", text: "other" } }, { known: KNOWN })).toThrow(
    code("idempotency_conflict"),
  );
});

test("D2 who left by a message gets the original answer to its repeat", () => {
  const content: EntryContent = { type: "membership", change: "left", account_ids: [ALICE!] };
  const known = { ...KNOWN, content: JSON.stringify(content) };
  expect(decide({ content }, { known, membership: { ...MEMBER, state: "left" } })).toEqual({
    repeats: known,
  });
});

test("D2 what was erased since, and what the server stamped, is the same by its key", () => {
  const erased = { ...KNOWN, content: JSON.stringify({ type: "erased" }) };
  expect(decide({}, { known: erased })).toEqual({ repeats: erased });
  const stamped = { ...KNOWN, content: JSON.stringify({ ...INTENT.content, expires_in_s: 60 }) };
  expect(decide({}, { known: stamped })).toEqual({ repeats: stamped });
});

test("D2 a voice message is the same by its key, though each attempt makes up a talk id", () => {
  const known = { ...KNOWN, content: JSON.stringify({ type: "voice", talk_id: "tlk_1" }) };
  expect(decide({ content: { type: "voice", talk_id: "tlk_2" } }, { known })).toEqual({ repeats: known });
  expect(() => decide({}, { known })).toThrow(code("idempotency_conflict"));
});

test("D4 only the number that is due, when there is one", () => {
  const refused = expect.objectContaining({ code: "out_of_order", details: { expected: 5 } });
  expect(() => decide({ device_seq: 6 }, { device_seq: 4 })).toThrow(refused);
  expect(() => decide({ device_seq: 4 }, { device_seq: 4 })).toThrow(refused);
  const { device_seq: _due, ...unnumbered } = INTENT;
  expect(decideAppend(unnumbered, { ...FACTS, device_seq: 4 })).toMatchObject({ repeats: null });
});

test("D12 nobody shows a file that they have not", () => {
  expect(() => decide({}, { may_show_blobs: false })).toThrow(code("media_missing"));
});

test("a talk ends once, and complete only with every packet", () => {
  const open = { state: "open", next_packet: 3 } as const;
  const target: TargetEntry = { ...TARGET, content: { type: "voice", talk_id: "tlk_1" } };
  const ending = (...given: Parameters<typeof end>) => ({
    as: (talk: AppendFacts["talk"]) => decide(end(...given), { talk, target }),
  });
  const appended = { repeats: null };
  expect(ending("complete", 3).as(open)).toMatchObject(appended);
  expect(ending("complete", 3).as({ ...open, state: "interrupted" })).toMatchObject(appended);
  expect(ending("cancelled", 0).as(open)).toMatchObject(appended);
  expect(() => ending("complete", 2).as(open)).toThrow(
    expect.objectContaining({ code: "upload_offset", details: { expected: 3 } }),
  );
  expect(() => ending("complete", 3).as({ ...open, state: "complete" })).toThrow(code("talk_ended"));
  expect(() => ending("complete", 3).as(null)).toThrow(code("not_found"));
});

test("D13 D17 the talk of who was removed is interrupted, and goes no further", () => {
  const talk = { state: "open", next_packet: 3 } as const;
  const target: TargetEntry = { ...TARGET, content: { type: "voice", talk_id: "tlk_1" } };
  const membership: Standing = { ...MEMBER, state: "removed" };
  expect(decide(end("interrupted", 3), { talk, target, membership })).toMatchObject({ repeats: null });
  expect(() => decide(end("complete", 3), { talk, target, membership })).toThrow(code("not_found"));
  expect(() => decide(end("interrupted", 3), { talk, target, membership: null })).toThrow(code("not_found"));
});

test("D16 the head moves by one, and its time never back", () => {
  const head = { last_seq: 4, last_time: 2_000, chain: 5 };
  const next = headAfter(head, INTENT);
  expect(next).toMatchObject({ last_seq: 5, last_time: 2_000 });
  expect(next.chain).not.toBe(headAfter({ ...head, chain: 6 }, INTENT).chain);
  expect(headAfter(head, { ...INTENT, now: 3_000 }).last_time).toBe(3_000);
});

describe("messages", () => {
  test("only the server says when a message disappears, and from then on it is due", () => {
    const disappearing = { info: { ...DIRECT_INFO, disappear_after_s: 60 } };
    const decision = decide({ content: { type: "text", text: "a", expires_in_s: 5 } }, disappearing);
    expect(decision).toMatchObject({
      content_json: '{"type":"text","text":"a","expires_in_s":60}',
      consequences: { expires_at: 1_000 + 60_000 },
    });
    const plain = decide({ content: { type: "text", text: "a", expires_in_s: 5 } }, {});
    expect(plain).toMatchObject({ content_json: '{"type":"text","text":"a"}', consequences: null });
  });

  test("what it shows may be seen in the conversation from then on", () => {
    const video: EntryContent = {
      ...{ type: "video", mime: "video/mp4", size: 1, width: 1, height: 1, duration_ms: 1 },
      blob_id: "blb_film",
      poster: { blob_id: "blb_poster", mime: "image/webp", size: 1, thumbhash: "" },
    };
    expect(consequences(video, {})).toEqual({ blobs: ["blb_film", "blb_poster"] });
  });

  test("it answers only what is there", () => {
    expect(() => decide({ content: { type: "text", text: "a", reply_to: 7 } }, {})).toThrow(
      code("target_gone"),
    );
    expect(consequences({ type: "text", text: "a", reply_to: 6 }, {})).toBeNull();
  });

  test("a blocked person is told so", () => {
    expect(() => decide({}, { membership: { ...MEMBER, blocked: true } })).toThrow(code("blocked"));
  });
});

describe("changes of messages", () => {
  const edit: EntryContent = { type: "edit", target: 6, text: "hello" };
  const recall: EntryContent = { type: "recall", target: 6 };
  const pin: EntryContent = { type: "pin", target: 6, pinned: true };

  test("an edit is folded into its message, for 48 hours", () => {
    const fold = { seq: 6, fold: { edit: { seqs: [7], at: 1_000, text: "hello" } } };
    expect(consequences(edit, { target: TARGET })).toEqual({ fold });
    const late = 900 + EDIT_WINDOW_MS + 1;
    expect(() => decide({ content: edit, now: late }, { target: TARGET })).toThrow(code("too_late"));
  });

  test("nobody edits what others wrote, or what has no words", () => {
    const theirs = { ...TARGET, sender: BOB! };
    expect(() => decide({ content: edit }, { target: theirs })).toThrow(code("forbidden"));
    const place: EntryContent = { type: "location", latitude: 0, longitude: 0 };
    expect(() => decide({ content: edit }, { target: { ...TARGET, content: place } })).toThrow(
      code("forbidden"),
    );
  });

  test("what is not there, or was recalled, is not changed", () => {
    for (const content of [edit, recall, pin]) {
      expect(() => decide({ content }, { target: null })).toThrow(code("target_gone"));
      const gone: TargetEntry = { ...TARGET, content: { type: "erased" } };
      expect(() => decide({ content }, { target: gone })).toThrow(code("target_gone"));
    }
  });

  test("a recall erases a message with its edits and its pin, within two minutes", () => {
    const edited = { ...TARGET, fold: { edit: { seqs: [3, 4], at: 950, text: "hello" } } };
    const pinned = { ...DIRECT_INFO, pins: [2, 6] };
    expect(consequences(recall, { target: edited, info: pinned })).toEqual({
      fold: { seq: 6, fold: { recalled: { by: ALICE!, at: 1_000 } } },
      erased: [6, 3, 4],
      info: { ...DIRECT_INFO, pins: [2] },
    });
    const late = 900 + RECALL_WINDOW_MS + 1;
    expect(() => decide({ content: recall, now: late }, { target: TARGET })).toThrow(code("too_late"));
    const theirs = { ...TARGET, sender: BOB! };
    expect(() => decide({ content: recall }, { target: theirs })).toThrow(code("forbidden"));
  });

  test("an admin removes what a member wrote at any time, and nothing of the owner's", () => {
    const theirs = { ...TARGET, sender: BOB! };
    const now = 900 + 30 * 86_400_000;
    const removed = consequences(recall, inGroup("admin", { target: theirs }), { now });
    expect(removed).toMatchObject({ erased: [6] });
    const owner: Standing = { ...MEMBER, role: "owner" };
    const refused = () =>
      decide({ content: recall, now }, inGroup("admin", { target: theirs, standing: () => owner }));
    expect(refused).toThrow(code("forbidden"));
  });

  test("a pin is the conversation's, latest last, up to so many", () => {
    expect(consequences(pin, { target: TARGET, info: { ...DIRECT_INFO, pins: [6, 2] } })).toEqual({
      info: { ...DIRECT_INFO, pins: [2, 6] },
    });
    const full = { ...DIRECT_INFO, pins: Array.from({ length: PINS_MAX }, (_, index) => 100 + index) };
    expect(() => decide({ content: pin }, { target: TARGET, info: full })).toThrow(code("group_full"));
    const unpin: EntryContent = { ...pin, pinned: false };
    expect(consequences(unpin, { target: { ...TARGET, seq: 6 }, info: full })).toEqual({ info: full });
  });
});

describe("memberships", () => {
  const people = [{ account_id: CAROL!, address: null, name: "Carol", picture: null }];
  const added: EntryContent = { type: "membership", change: "added", account_ids: [CAROL!] };

  test("who is added reads from that entry on, or from the start where the group says so", () => {
    const facts = inGroup("member", { standing: () => null });
    expect(consequences(added, facts, { people })).toMatchObject({
      members: [
        { account_id: CAROL!, state: "active", from_seq: 7, joined_seq: 7, person: { name: "Carol" } },
      ],
      info: { member_count: 4 },
      effects: [{ kind: "list_conversation", account_id: CAROL!, state: "active", invited_by: null }],
    });
    const open = { ...GROUP, settings: { ...DEFAULT_SETTINGS, history_for_new: true } };
    expect(consequences(added, { ...facts, info: open })).toMatchObject({ members: [{ from_seq: 1 }] });
  });

  test("who is invited is asked, and counts only when they have accepted", () => {
    const content: EntryContent = { type: "membership", change: "invited", account_ids: [CAROL!] };
    const invited = consequences(content, inGroup("member", { standing: () => null }), { people });
    expect(invited).toMatchObject({
      members: [{ account_id: CAROL!, state: "invited" }],
      effects: [{ account_id: CAROL!, state: "invited", invited_by: ALICE! }],
    });
    expect(invited?.info).toBeUndefined();
    const accepted: EntryContent = { type: "membership", change: "accepted", account_ids: [ALICE!] };
    const asked: Standing = { ...MEMBER, state: "invited" };
    const facts = { ...inGroup("member"), membership: asked, standing: () => asked };
    expect(consequences(accepted, facts)).toMatchObject({ info: { member_count: 4 } });
    const forOthers: EntryContent = { ...accepted, account_ids: [BOB!] };
    expect(() => decide({ content: forOthers }, facts)).toThrow(code("forbidden"));
  });

  test("a group is never without an owner", () => {
    const content: EntryContent = { type: "membership", change: "left", account_ids: [ALICE!] };
    const left = consequences(content, inGroup("owner", { successor: BOB! }));
    expect(left?.members).toMatchObject([
      { account_id: ALICE!, state: "left", role: "member" },
      { account_id: BOB!, role: "owner" },
    ]);
    const handed: EntryContent = { type: "membership", change: "made_owner", account_ids: [BOB!] };
    expect(consequences(handed, inGroup("owner"))?.members).toMatchObject([
      { account_id: BOB!, role: "owner" },
      { account_id: ALICE!, role: "admin" },
    ]);
  });

  test("who was removed is told by their own log", () => {
    const content: EntryContent = { type: "membership", change: "removed", account_ids: [BOB!] };
    expect(consequences(content, inGroup("admin"))).toMatchObject({
      members: [{ account_id: BOB!, state: "removed" }],
      info: { member_count: 2 },
      effects: [{ account_id: BOB!, state: "removed" }],
    });
    expect(() => decide({ content }, inGroup("member"))).toThrow(code("forbidden"));
  });
});

test("an admin sets what the group is; a field that is absent stays", () => {
  const content: EntryContent = { type: "info", title: "Choir of Beijing", announcement: "Friday" };
  expect(consequences(content, inGroup("admin"))?.info).toEqual({
    ...GROUP,
    title: "Choir of Beijing",
    announcement: { text: "Friday", by: ALICE!, at: 1_000 },
  });
  expect(() => decide({ content }, inGroup("member"))).toThrow(code("forbidden"));
  expect(() => decide({ content }, {})).toThrow(code("forbidden"));
  const disappearing: EntryContent = { type: "info", disappear_after_s: 3_600 };
  expect(consequences(disappearing, {})?.info).toMatchObject({ disappear_after_s: 3_600 });
});

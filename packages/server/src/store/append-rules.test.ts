import { expect, test } from "bun:test";
import type { EntryContent } from "@feiliao/protocol";
import type { Standing } from "../conversation/can.ts";
import { type AppendFacts, decideAppend, headAfter, type TargetEntry } from "./append-rules.ts";
import type { AppendIntent } from "./conversation-store.ts";
import { ALICE, decide, FACTS, INTENT, MEMBER, TARGET } from "./testing/append-facts.ts";

const KNOWN = { seq: 7, server_time: 900, content: JSON.stringify(INTENT.content) };

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
  const content: EntryContent = { type: "membership", change: "left", account_ids: [ALICE] };
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

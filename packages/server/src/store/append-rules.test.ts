import { expect, test } from "bun:test";
import type { EntryContent } from "@feiliao/protocol";
import { type AppendFacts, decideAppend, headAfter } from "./append-rules.ts";
import type { AppendIntent } from "./conversation-store.ts";

const INTENT: AppendIntent = {
  conversation_id: "con_1",
  account_id: "acc_1",
  device_id: "dev_1",
  client_id: "key",
  device_seq: 1,
  content: { type: "text", text: "hello" },
  now: 1_000,
};
const FACTS: AppendFacts = {
  membership: { left: false },
  known: null,
  device_seq: 0,
  may_show_picture: false,
  talk: null,
};
const KNOWN = { seq: 7, server_time: 900, content: JSON.stringify(INTENT.content) };

function decide(intent: Partial<AppendIntent>, facts: Partial<AppendFacts>) {
  return decideAppend({ ...INTENT, ...intent }, { ...FACTS, ...facts });
}

function end(outcome: "complete" | "cancelled", packets: number): Partial<AppendIntent> {
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

test("a member's next entry is appended", () => {
  expect(decide({}, {})).toBeNull();
});

test("D17 nobody appends who is no member, or has left; not even a repeat", () => {
  expect(() => decide({}, { membership: null })).toThrow(code("not_found"));
  expect(() => decide({}, { membership: { left: true }, known: KNOWN })).toThrow(code("not_found"));
});

test("D2 a repeat is the original, whatever its number and whatever became of the picture", () => {
  expect(decide({ device_seq: 99 }, { known: KNOWN })).toBe(KNOWN);
  expect(() => decide({ content: { type: "text", text: "other" } }, { known: KNOWN })).toThrow(
    code("idempotency_conflict"),
  );
});

test("D2 a voice message is the same by its key, though each attempt makes up a talk id", () => {
  const known = { ...KNOWN, content: JSON.stringify({ type: "voice", talk_id: "tlk_1" }) };
  expect(decide({ content: { type: "voice", talk_id: "tlk_2" } }, { known })).toBe(known);
  expect(() => decide({}, { known })).toThrow(code("idempotency_conflict"));
});

test("D4 only the number that is due, when there is one", () => {
  const refused = expect.objectContaining({ code: "out_of_order", details: { expected: 5 } });
  expect(() => decide({ device_seq: 6 }, { device_seq: 4 })).toThrow(refused);
  expect(() => decide({ device_seq: 4 }, { device_seq: 4 })).toThrow(refused);
  const { device_seq: _due, ...unnumbered } = INTENT;
  expect(decideAppend(unnumbered, { ...FACTS, device_seq: 4 })).toBeNull();
});

test("a talk ends once, and complete only with every packet", () => {
  const open = { state: "open", next_packet: 3 } as const;
  expect(decide(end("complete", 3), { talk: open })).toBeNull();
  expect(decide(end("complete", 3), { talk: { ...open, state: "interrupted" } })).toBeNull();
  expect(decide(end("cancelled", 0), { talk: open })).toBeNull();
  expect(() => decide(end("complete", 2), { talk: open })).toThrow(
    expect.objectContaining({ code: "upload_offset", details: { expected: 3 } }),
  );
  expect(() => decide(end("complete", 3), { talk: { ...open, state: "complete" } })).toThrow(
    code("talk_ended"),
  );
  expect(() => decide(end("complete", 3), { talk: null })).toThrow(code("not_found"));
});

test("D16 the head moves by one, and its time never back", () => {
  const head = { last_seq: 4, last_time: 2_000, chain: 5 };
  const next = headAfter(head, INTENT);
  expect(next).toMatchObject({ last_seq: 5, last_time: 2_000 });
  expect(next.chain).not.toBe(headAfter({ ...head, chain: 6 }, INTENT).chain);
  expect(headAfter(head, { ...INTENT, now: 3_000 }).last_time).toBe(3_000);
});

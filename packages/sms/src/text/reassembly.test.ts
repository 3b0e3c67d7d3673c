import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { IncomingPart } from "../peer/part.ts";
import { encodeText } from "./coding.ts";
import { collect, expire, partialKey } from "./collect.ts";
import { concatenationElement } from "./concatenation.ts";
import type { JoinedMessage } from "./join.ts";
import type { PartialMessage } from "./partial-message.ts";
import { Reassembly } from "./reassembly.ts";
import { segment, segmentBinary } from "./segments.ts";
import { writeUserData } from "./user-data-header.ts";

const HANDSET = "8613800138000";
const OURS = "1065500100";
const MINUTE_MS = 60_000;
const NOW = Date.UTC(2026, 10, 22);

/** The parts of a text as its handset sends them, with the carrier's ids "1", "2", … */
function sent(
  text: string,
  how: { ref?: number; from?: string; to?: string; gsm7?: boolean } = {},
): IncomingPart[] {
  const { ref = 1, from = HANDSET, to = OURS, gsm7 = false } = how;
  return segment(text, { gsm7, ref }).map(({ coding, user_data, has_header, part }) => ({
    ...{ message_id: String(part), from, to, coding, user_data, has_header },
    at_ms: NOW + part,
  }));
}

const long = (characters: number, fill = "飞") => fill.repeat(characters);
const textsOf = (messages: JoinedMessage[]) =>
  messages.map(({ body }) => (body.kind === "text" ? body.text : null));
const addAll = (reassembly: Reassembly, parts: IncomingPart[], now_ms = NOW) =>
  parts.flatMap((part) => reassembly.add(part, now_ms));

describe("a long message", () => {
  test("TX8 is handed on once, in whatever order and however often its parts come", () => {
    const text = fc.string({ unit: "grapheme", minLength: 71, maxLength: 400, size: "max" });
    fc.assert(
      fc.property(text, fc.infiniteStream(fc.nat()), (written, dice) => {
        const parts = sent(written);
        const twice = [...parts, ...parts]
          .map((part) => ({ part, place: dice.next().value }))
          .sort((one, other) => one.place - other.place)
          .map(({ part }) => part);
        const messages = addAll(new Reassembly(), twice);
        expect(textsOf(messages)).toEqual([written]);
        expect(messages[0]!.missing).toEqual([]);
      }),
    );
  });

  test("TX8 says from whom it is, when it was sent, and under which ids it came", () => {
    const [first, second, third] = sent(long(201));
    expect(addAll(new Reassembly(), [third!, first!, second!])).toEqual([
      {
        ...{ from: HANDSET, to: OURS, parts: 3, missing: [] },
        body: { kind: "text", text: long(201) },
        message_ids: ["1", "2", "3"],
        at_ms: NOW + 1,
      },
    ]);
  });

  test("TX9 does not mix with one of another sender, recipient, reference or total", () => {
    const reassembly = new Reassembly();
    const messages = [
      sent(long(80, "a飞")),
      sent(long(80, "b飞"), { from: "8613900139000" }),
      sent(long(80, "c飞"), { to: "10655001007" }),
      sent(long(80, "d飞"), { ref: 2 }),
      sent(long(60, "e飞")),
    ];
    const heads = messages.map(([head]) => head!);
    const rests = messages.flatMap(([, ...rest]) => rest);
    expect(addAll(reassembly, heads)).toEqual([]);
    expect(textsOf(addAll(reassembly, rests)).sort()).toEqual(
      ["a", "b", "c", "d"].map((letter) => long(80, `${letter}飞`)).concat(long(60, "e飞")),
    );
  });

  test("TX8 whose handset cuts within a character has that character", () => {
    const bytes = encodeText("ucs2", "好😀")!;
    const parts = [bytes.subarray(0, 4), bytes.subarray(4)].map((content, index) =>
      numbered(content, index + 1, 2, "ucs2"),
    );
    expect(textsOf(addAll(new Reassembly(), parts))).toEqual(["好😀"]);
  });

  test("TX8 may be written in another coding from part to part", () => {
    const parts = [
      numbered(encodeText("gsm7", "ok ")!, 1, 2, "gsm7"),
      numbered(encodeText("gb18030", "退订")!, 2, 2, "gb18030"),
    ];
    expect(textsOf(addAll(new Reassembly(), parts))).toEqual(["ok 退订"]);
  });

  test("TX8 of 8-bit data is its bytes", () => {
    const data = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    const parts = segmentBinary(data, { ref: 7 }).map((part) => ({ ...sent("x")[0]!, ...part }));
    expect(addAll(new Reassembly(), parts.toReversed())[0]!.body).toEqual({ kind: "binary", bytes: data });
  });
});

test("TX8 a message of its own is handed on at once and nothing is kept of it", () => {
  const reassembly = new Reassembly();
  const alone = [...sent("你好"), numbered(encodeText("ucs2", "一")!, 1, 1, "ucs2")];
  expect(textsOf(addAll(reassembly, alone))).toEqual(["你好", "一"]);
  expect(reassembly.partials()).toEqual([]);
  expect(partialKey(alone[0]!)).toBeNull();
});

describe("a message whose parts do not all come", () => {
  const [first, second, third] = sent(long(67, "一") + long(67, "二") + long(67, "三"));

  test("TX10 is handed on after 10 minutes, with a gap and the numbers of what is missing", () => {
    const reassembly = new Reassembly();
    expect(reassembly.due_ms).toBeNull();
    expect(addAll(reassembly, [third!])).toEqual([]);
    expect(reassembly.add(first!, NOW + 9 * MINUTE_MS)).toEqual([]);
    expect(reassembly.due_ms).toBe(NOW + 10 * MINUTE_MS);
    expect(reassembly.expire(NOW + 10 * MINUTE_MS - 1)).toEqual([]);
    const [message, ...others] = reassembly.expire(NOW + 10 * MINUTE_MS);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      body: { kind: "text", text: `${long(67, "一")}…${long(67, "三")}` },
      ...{ parts: 3, missing: [2], message_ids: ["1", "3"] },
    });
    expect(reassembly.partials()).toEqual([]);
  });

  test("TX10 has a gap at either end too", () => {
    const reassembly = new Reassembly();
    addAll(reassembly, [second!]);
    expect(textsOf(reassembly.expire(NOW + 10 * MINUTE_MS))).toEqual([`…${long(67, "二")}…`]);
  });

  test("TX9 is handed on before another one that has the same reference", () => {
    const reassembly = new Reassembly();
    addAll(reassembly, [first!]);
    const [later] = sent(long(201, "新"));
    expect(textsOf(reassembly.add(later!, NOW + 1))).toEqual([`${long(67, "一")}…`]);
    const rest = sent(long(201, "新")).slice(1);
    expect(textsOf(addAll(reassembly, rest, NOW + 2))).toEqual([long(201, "新")]);
  });

  test("TX10 is handed on before a part that comes too late for it", () => {
    const reassembly = new Reassembly();
    addAll(reassembly, [first!]);
    expect(textsOf(reassembly.add(second!, NOW + 10 * MINUTE_MS))).toEqual([`${long(67, "一")}…`]);
    expect(reassembly.due_ms).toBe(NOW + 20 * MINUTE_MS);
  });
});

test("TX9 a handset may use its reference again as soon as the message is whole", () => {
  const reassembly = new Reassembly();
  expect(textsOf(addAll(reassembly, sent(long(71, "一"))))).toEqual([long(71, "一")]);
  expect(textsOf(addAll(reassembly, sent(long(71, "二"))))).toEqual([long(71, "二")]);
});

test("TX8 a whole message is forgotten after 10 minutes without being handed on again", () => {
  const reassembly = new Reassembly();
  addAll(reassembly, sent(long(71)));
  expect(reassembly.expire(NOW + 10 * MINUTE_MS)).toEqual([]);
  expect(reassembly.partials()).toEqual([]);
});

describe("limits", () => {
  test("TX11 more messages than messages_max: the oldest is handed on as it is", () => {
    const reassembly = new Reassembly({ messages_max: 2 });
    const heads = [1, 2, 3].map((ref) => sent(`${long(71, String(ref))}飞`, { ref })[0]!);
    expect(addAll(reassembly, heads.slice(0, 2))).toEqual([]);
    expect(textsOf(reassembly.add(heads[2]!, NOW + 1))).toEqual([`${long(67, "1")}…`]);
    expect(reassembly.partials()).toHaveLength(2);
  });

  test("TX11 more content than content_bytes_max: the oldest are handed on until it fits", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(2)), { maxLength: 60, size: "max" }), (drawn) => {
        const reassembly = new Reassembly({ content_bytes_max: 1_000 });
        for (const [ref, part] of drawn) {
          reassembly.add(sent(long(201), { ref })[part]!, NOW);
          const held = reassembly.partials().flatMap(({ pieces }) => pieces);
          expect(held.reduce((sum, { content }) => sum + content.length, 0)).toBeLessThanOrEqual(1_000);
        }
      }),
    );
  });

  test("TX11 what just fits is not handed on before its time", () => {
    const base64_bytes = 4 * 180;
    const reassembly = new Reassembly({ content_bytes_max: base64_bytes });
    expect(textsOf(addAll(reassembly, sent(long(268))))).toEqual([long(268)]);
  });
});

test("TX10 a message that took the place of another has its own ten minutes", () => {
  const reassembly = new Reassembly();
  const head = (text: string, ref: number) => sent(long(71, text), { ref })[0]!;
  reassembly.add(head("一", 1), NOW);
  reassembly.add(head("二", 2), NOW + 1);
  reassembly.add(head("三", 1), NOW + 2);
  expect(reassembly.due_ms).toBe(NOW + 1 + 10 * MINUTE_MS);
  expect(textsOf(reassembly.expire(NOW + 1 + 10 * MINUTE_MS))).toEqual([`${long(67, "二")}…`]);
  expect(textsOf(reassembly.expire(NOW + 2 + 10 * MINUTE_MS))).toEqual([`${long(67, "三")}…`]);
});

describe("what is kept is plain JSON", () => {
  const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value));

  test("TX11 with which a later process goes on", () => {
    const parts = sent(long(201));
    const before = new Reassembly();
    addAll(before, [parts[2]!]);
    const after = new Reassembly({}, copy(before.partials()));
    expect(after.due_ms).toBe(NOW + 10 * MINUTE_MS);
    expect(textsOf(addAll(after, parts))).toEqual([long(201)]);
  });

  test("TX11 that a store reads and writes by key, part by part", () => {
    const rows = new Map<string, PartialMessage>();
    const messages = sent(long(201)).flatMap((part) => {
      const key = partialKey(part)!;
      const collected = collect(rows.get(key) ?? null, part, NOW);
      if (collected.partial) rows.set(key, copy(collected.partial));
      return collected.messages;
    });
    expect(textsOf(messages)).toEqual([long(201)]);
    expect([...rows.values()].map(expire)).toEqual([null]);
  });
});

function numbered(
  content: Uint8Array,
  part: number,
  parts: number,
  coding: IncomingPart["coding"],
): IncomingPart {
  const elements = [concatenationElement({ ref: 3, ref_bits: 8, part, parts })];
  const user_data = writeUserData({ elements, content });
  return { ...sent("x")[0]!, message_id: String(part), coding, user_data, has_header: true };
}

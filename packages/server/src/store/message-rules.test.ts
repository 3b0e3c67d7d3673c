import { describe, expect, test } from "bun:test";
import { EDIT_WINDOW_MS, type EntryContent, PINS_MAX, RECALL_WINDOW_MS } from "@feiliao/protocol";
import type { Standing } from "../conversation/can.ts";
import type { TargetEntry } from "./append-rules.ts";
import { DIRECT_INFO } from "./group-rules.ts";
import { ALICE, BOB, consequences, decide, inGroup, MEMBER, TARGET } from "./testing/append-facts.ts";

const code = (expected: string) => expect.objectContaining({ code: expected });

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
    const theirs = { ...TARGET, sender: BOB };
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
      fold: { seq: 6, fold: { recalled: { by: ALICE, at: 1_000 } } },
      erased: [6, 3, 4],
      info: { ...DIRECT_INFO, pins: [2] },
    });
    const late = 900 + RECALL_WINDOW_MS + 1;
    expect(() => decide({ content: recall, now: late }, { target: TARGET })).toThrow(code("too_late"));
    const theirs = { ...TARGET, sender: BOB };
    expect(() => decide({ content: recall }, { target: theirs })).toThrow(code("forbidden"));
  });

  test("an admin removes what a member wrote at any time, and nothing of the owner's", () => {
    const theirs = { ...TARGET, sender: BOB };
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

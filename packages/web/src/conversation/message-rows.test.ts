import { expect, test } from "bun:test";
import type { MessageView } from "@feiliao/client";
import { messageRows } from "./message-rows.ts";

const morning = new Date(2026, 10, 20, 9, 0).getTime();
const minute = 60_000;

function said(seq: number, sender: "acc_alice" | "acc_bob", at: number): MessageView {
  return {
    key: `m${seq}`,
    conversation_id: "con_1",
    seq,
    sender,
    mine: sender === "acc_alice",
    at,
    state: "sent",
    content: { type: "text", text: "…" },
  };
}

const all = (messages: MessageView[]) => ({ start: 0, end: messages.length });

test("messages of one person within five minutes form a group", () => {
  const messages = [
    said(1, "acc_alice", morning),
    said(2, "acc_alice", morning + minute),
    said(3, "acc_bob", morning + 2 * minute),
    said(4, "acc_bob", morning + 8 * minute),
  ];
  const rows = messageRows(messages, all(messages), null);
  expect(rows.map(({ starts_group }) => starts_group)).toEqual([true, false, true, true]);
  expect(rows.map(({ ends_group }) => ends_group)).toEqual([false, true, true, true]);
});

test("the first message of a day has the day above it", () => {
  const messages = [
    said(1, "acc_bob", morning),
    said(2, "acc_bob", morning + 1),
    said(3, "acc_bob", morning + 24 * 60 * minute),
  ];
  expect(messageRows(messages, all(messages), null).map(({ new_day }) => new_day)).toEqual([
    true,
    false,
    true,
  ]);
});

test("the line for new messages stands above the first unread one of somebody else, and parts a group", () => {
  const messages = [
    said(1, "acc_bob", morning),
    said(2, "acc_alice", morning),
    said(3, "acc_bob", morning),
    said(4, "acc_bob", morning),
  ];
  expect(messageRows(messages, all(messages), 1).map(({ first_unread }) => first_unread)).toEqual([
    false,
    false,
    true,
    false,
  ]);
  expect(messageRows(messages, all(messages), 3)[3]?.starts_group).toBe(true);
  expect(messageRows(messages, all(messages), 4).some(({ first_unread }) => first_unread)).toBe(false);
});

test("the rows of a part are the same as those of the whole", () => {
  const messages = Array.from({ length: 50 }, (_, i) =>
    said(i + 1, i % 3 ? "acc_bob" : "acc_alice", morning + i * minute),
  );
  const whole = messageRows(messages, all(messages), 20);
  expect(messageRows(messages, { start: 10, end: 30 }, 20)).toEqual(whole.slice(10, 30));
});

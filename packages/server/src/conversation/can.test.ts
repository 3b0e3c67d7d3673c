import { expect, test } from "bun:test";
import { type Action, can } from "./can.ts";

const ACTIONS: Action[] = ["read", "append", "advance_receipts", "attend"];

test("a member may do everything in a conversation", () => {
  for (const action of ACTIONS) expect(can(action, { membership: { left: false } })).toBe(true);
});

test("strangers and those who left may do nothing", () => {
  for (const action of ACTIONS) {
    expect(can(action, { membership: null })).toBe(false);
    expect(can(action, { membership: { left: true } })).toBe(false);
  }
});

import { expect, test } from "bun:test";
import { type Action, can, DEFAULT_SETTINGS, type Facts, type Standing } from "./can.ts";

const ACTIONS: Action[] = ["read", "append", "advance_receipts", "attend"];
const FACTS: Facts = { kind: "direct", settings: DEFAULT_SETTINGS, membership: null, now: 1_000 };
const MEMBER: Standing = { role: "member", state: "active", muted_until: null, blocked: false };

test("an active member reads, writes, tells how far they have come, and attends", () => {
  for (const action of ACTIONS) expect(can(action, { ...FACTS, membership: MEMBER })).toBe(true);
});

test("strangers, and all who are not active members, may do nothing", () => {
  const memberships = (["invited", "requested", "left", "removed", "banned"] as const).map((state) => {
    return { ...MEMBER, state };
  });
  for (const membership of [null, ...memberships]) {
    for (const action of ACTIONS) expect(can(action, { ...FACTS, membership })).toBe(false);
  }
});

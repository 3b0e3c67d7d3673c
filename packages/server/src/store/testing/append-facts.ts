import type { AccountId, ConversationInfo, EntryContent } from "@feiliao/protocol";
import { DEFAULT_SETTINGS, type Standing } from "../../conversation/can.ts";
import { type AppendFacts, type Decision, decideAppend, type TargetEntry } from "../append-rules.ts";
import type { AppendIntent } from "../conversation-store.ts";
import { DIRECT_INFO } from "../group-rules.ts";

// An append as the rules see it: Alice is a member and says hello.

export const ALICE: AccountId = "acc_1";
export const BOB: AccountId = "acc_2";
export const CAROL: AccountId = "acc_3";

export const INTENT: AppendIntent = {
  conversation_id: "con_1",
  account_id: ALICE,
  device_id: "dev_1",
  client_id: "key",
  device_seq: 1,
  content: { type: "text", text: "hello" },
  now: 1_000,
};
export const MEMBER: Standing = { role: "member", state: "active", muted_until: null, blocked: false };
export const FACTS: AppendFacts = {
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
  admins: 0,
};
export const GROUP: ConversationInfo = { ...DIRECT_INFO, kind: "group", title: "Choir", member_count: 3 };
/** Alice's message, the last entry. */
export const TARGET: TargetEntry = {
  seq: 6,
  sender: ALICE,
  server_time: 900,
  content: { type: "text", text: "hullo" },
  fold: undefined,
};

export function decide(intent: Partial<AppendIntent>, facts: Partial<AppendFacts>): Decision {
  const now = intent.now ?? INTENT.now;
  return decideAppend({ ...INTENT, ...intent }, { ...FACTS, now, ...facts });
}

/** What follows from a content. */
export function consequences(
  content: EntryContent,
  facts: Partial<AppendFacts>,
  intent: Partial<AppendIntent> = {},
) {
  const decision = decide({ content, ...intent }, facts);
  return decision.repeats ? null : decision.consequences;
}

export function inGroup(role: Standing["role"], more: Partial<AppendFacts> = {}): Partial<AppendFacts> {
  return { kind: "group", info: GROUP, membership: { ...MEMBER, role }, ...more };
}

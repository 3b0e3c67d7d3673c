import {
  type AccountId,
  type ConversationInfo,
  type EntryContent,
  type ErrorCode,
  GROUP_ADMINS_MAX,
  GROUP_MEMBERS_MAX,
  type InfoContent,
  type MemberState,
  type MembershipContent,
} from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import {
  type Action,
  type ActionOnMember,
  DEFAULT_SETTINGS,
  refusal,
  refusalOn,
} from "../conversation/can.ts";
import { type AppendFacts, blobsOf, type LogHead } from "./append-rules.ts";
import type { Consequences, MemberWrite } from "./consequences.ts";
import type { AppendIntent } from "./conversation-store.ts";
import type { Effect } from "./outbox-store.ts";

type Change = MembershipContent["change"];

/** Whether it depends on how many admins there are. */
export function makesAdmins(content: EntryContent): boolean {
  return content.type === "membership" && content.change === "made_admin";
}

/** What an account does to itself. */
const OWN: Partial<Record<Change, Action>> = {
  accepted: "answer_invitation",
  declined: "answer_invitation",
  requested: "request",
  joined: "join",
  left: "leave",
};

/** What one account does to others. */
const ON_OTHERS: Partial<Record<Change, ActionOnMember>> = {
  added: "add",
  invited: "invite",
  removed: "remove",
  banned: "ban",
  unbanned: "unban",
  made_admin: "set_role",
  made_member: "set_role",
  made_owner: "hand_over",
  muted: "mute",
  unmuted: "mute",
};

/** The state that a change leaves an account in; absent: the one it had. */
const STATE_AFTER: Partial<Record<Change, MemberState>> = {
  added: "active",
  invited: "invited",
  accepted: "active",
  declined: "left",
  requested: "requested",
  joined: "active",
  left: "left",
  removed: "removed",
  banned: "banned",
  unbanned: "removed",
};

export const DIRECT_INFO: ConversationInfo = {
  kind: "direct",
  title: null,
  picture: null,
  description: "",
  announcement: null,
  settings: DEFAULT_SETTINGS,
  disappear_after_s: 0,
  pins: [],
  member_count: 2,
};

/** What follows from a change of who belongs to a group. @throws {FeiliaoError} when it may not be */
export function membershipConsequences(
  content: MembershipContent,
  intent: AppendIntent,
  facts: AppendFacts,
  head: LogHead,
): Consequences {
  const account_ids = [...new Set(content.account_ids)];
  for (const account_id of account_ids)
    requireAllowed(content.change, account_id, account_ids, intent, facts);
  if (makesAdmins(content) && facts.admins + account_ids.length > GROUP_ADMINS_MAX) {
    throw new FeiliaoError("group_full");
  }
  const members = account_ids.map((account_id) => writeOf(content, account_id, intent, facts, head));
  if (content.change === "made_owner") members.push({ account_id: intent.account_id, role: "admin" });
  if (content.change === "left" && facts.membership?.role === "owner" && facts.successor) {
    members.push({ account_id: facts.successor, role: "owner", muted_until: null }); // never without an owner
  }
  const member_count = facts.info.member_count + balance(members, facts);
  const { kind } = facts;
  if (kind === "group" && member_count > GROUP_MEMBERS_MAX) throw new FeiliaoError("group_full");
  const moved = account_ids.filter((account_id) => {
    const after = STATE_AFTER[content.change];
    return after !== undefined && facts.standing(account_id)?.state !== after;
  });
  return {
    members,
    ...(member_count !== facts.info.member_count && { info: { ...facts.info, member_count } }),
    effects: moved.map((account_id) => listing(account_id, content.change, intent, facts, head)),
  };
}

/** What follows from a change of what the conversation is. */
export function infoConsequences(
  content: InfoContent,
  { account_id }: AppendIntent,
  { info, kind }: AppendFacts,
  head: LogHead,
): Consequences {
  const { title, picture, description, announcement, settings, disappear_after_s } = content;
  const next: ConversationInfo = {
    ...info,
    ...(title !== undefined && { title }),
    ...(picture !== undefined && { picture }),
    ...(description !== undefined && { description }),
    ...(announcement !== undefined && {
      announcement: announcement === null ? null : { text: announcement, by: account_id, at: head.last_time },
    }),
    ...(settings && { settings: { ...info.settings, ...settings } as ConversationInfo["settings"] }),
    ...(disappear_after_s !== undefined && { disappear_after_s }),
  };
  if (kind === "direct" && (title !== undefined || settings)) throw new FeiliaoError("forbidden");
  return { info: next, blobs: blobsOf(content) };
}

/** Who takes over when the owner leaves: the admin, else the member, who has been there longest. */
export function successor(
  members: Iterable<{ account_id: AccountId; role: string; state: MemberState; joined_seq: number }>,
): AccountId | null {
  let best: { account_id: AccountId; role: string; joined_seq: number } | null = null;
  for (const member of members) {
    if (member.state !== "active" || member.role === "owner") continue;
    if (!best || comesBefore(member, best)) best = member;
  }
  return best?.account_id ?? null;
}

function comesBefore(
  a: { account_id: AccountId; role: string; joined_seq: number },
  b: { account_id: AccountId; role: string; joined_seq: number },
): boolean {
  if (a.role !== b.role) return a.role === "admin";
  if (a.joined_seq !== b.joined_seq) return a.joined_seq < b.joined_seq;
  return a.account_id < b.account_id;
}

function requireAllowed(
  change: Change,
  account_id: AccountId,
  account_ids: readonly AccountId[],
  intent: AppendIntent,
  facts: AppendFacts,
): void {
  const refused = refusalOf(change, account_id, account_ids, intent, facts);
  if (refused) throw new FeiliaoError(refused);
}

function refusalOf(
  change: Change,
  account_id: AccountId,
  account_ids: readonly AccountId[],
  intent: AppendIntent,
  facts: AppendFacts,
): ErrorCode | null {
  const own = OWN[change];
  if (own) {
    if (account_ids.length !== 1 || account_id !== intent.account_id) return "forbidden";
    return refusal(own, facts);
  }
  const object = facts.standing(account_id);
  if (account_id === intent.account_id) return refusal("read", facts) ?? "not_a_member";
  const action = change === "removed" && object?.state === "requested" ? "grant_request" : ON_OTHERS[change]!;
  const refused = refusalOn(action, object, facts);
  if (refused) return refused;
  if (change === "made_admin" && object?.role === "admin") return "not_a_member";
  if (change === "made_member" && object?.role !== "admin") return "not_a_member";
  if (change === "made_owner" && account_ids.length !== 1) return "not_a_member";
  return null;
}

function writeOf(
  { change, until }: MembershipContent,
  account_id: AccountId,
  { people }: AppendIntent,
  { info }: AppendFacts,
  { last_seq }: LogHead,
): MemberWrite {
  const person = people?.find((candidate) => candidate.account_id === account_id);
  const state = STATE_AFTER[change];
  switch (change) {
    case "added":
    case "accepted":
    case "joined": {
      const from_seq = info.settings.history_for_new ? 1 : last_seq;
      const came = {
        state: "active",
        // Whom its last member invited finds nobody there.
        role: info.member_count === 0 ? "owner" : "member",
        muted_until: null,
        from_seq,
        joined_seq: last_seq,
      } as const;
      return { account_id, ...came, ...(person && { person }) };
    }
    case "invited":
    case "requested":
      return { account_id, state: state!, role: "member", ...(person && { person }) };
    case "made_admin":
      return { account_id, role: "admin", muted_until: null };
    case "made_member":
      return { account_id, role: "member" };
    case "made_owner":
      return { account_id, role: "owner", muted_until: null };
    case "muted":
      return { account_id, muted_until: until ?? FOR_GOOD };
    case "unmuted":
      return { account_id, muted_until: null };
    default:
      return { account_id, state: state!, role: "member" };
  }
}

/** Later than any clock will say. */
const FOR_GOOD = Number.MAX_SAFE_INTEGER;

function balance(members: readonly MemberWrite[], { standing }: AppendFacts): number {
  let change = 0;
  for (const { account_id, state } of members) {
    if (state === undefined) continue;
    const was = standing(account_id)?.state === "active" ? 1 : 0;
    change += (state === "active" ? 1 : 0) - was;
  }
  return change;
}

function listing(
  account_id: AccountId,
  change: Change,
  intent: AppendIntent,
  { info, kind }: AppendFacts,
  { last_time }: LogHead,
): Effect {
  return {
    kind: "list_conversation",
    account_id,
    conversation_id: intent.conversation_id,
    opened_by_me: false,
    conversation: kind,
    title: info.title,
    state: STATE_AFTER[change]!,
    invited_by: change === "invited" ? intent.account_id : null,
    at: last_time,
  };
}

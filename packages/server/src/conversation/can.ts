import type { ConversationKind, ErrorCode, GroupSettings, MemberState, Role } from "@feiliao/protocol";

/** What an account is in a conversation. */
export interface Standing {
  role: Role;
  state: MemberState;
  /** May not write before; null: may. */
  muted_until: number | null;
  /** The other person of a direct conversation takes nothing from this one. */
  blocked: boolean;
}

/** What a right depends on; an adapter reads it inside the transaction that the right is for. */
export interface Facts {
  kind: ConversationKind;
  settings: GroupSettings;
  /** The actor's; null: never had anything to do with the conversation. */
  membership: Standing | null;
  /** The actor shows an invite link of the conversation that is good now. */
  has_link?: boolean;
  now: number;
}

/** What is done to the conversation as a whole, or to what the actor wrote. */
export type Action =
  | "read"
  | "attend"
  | "advance_receipts"
  | "append"
  | "mention_all"
  | "edit"
  | "recall"
  | "react"
  | "pin"
  | "set_info"
  | "set_settings"
  | "set_disappearing"
  | "see_link"
  | "make_link"
  | "request"
  | "join"
  | "answer_invitation"
  | "leave";

/** What is done to another account in the conversation. */
export type ActionOnMember =
  | "add"
  | "invite"
  | "grant_request"
  | "remove"
  | "ban"
  | "unban"
  | "mute"
  | "set_role"
  | "hand_over"
  | "remove_message";

/** Of group and channel settings nobody has touched, and of direct conversations. */
export const DEFAULT_SETTINGS: GroupSettings = {
  who_writes: "everyone",
  who_adds: "everyone",
  approval: false,
  history_for_new: false,
};

const RANK: Record<Role, number> = { owner: 2, admin: 1, member: 0 };

/** `not_found` wherever the actor may not even know of the conversation. */
const UNSEEN: ErrorCode = "not_found";

/**
 * The one place where rights in a conversation are decided: null, or why not. Pure, so that every cell of role ×
 * action × object can be asserted; denies by default.
 */
export function refusal(action: Action, facts: Facts): ErrorCode | null {
  const { kind, settings, membership, now } = facts;
  if (action === "join" || action === "request") return refusalToEnter(action, facts);
  if (!membership) return UNSEEN;
  if (action === "answer_invitation") return membership.state === "invited" ? null : UNSEEN;
  if (membership.state !== "active") return UNSEEN;
  const manages = membership.role !== "member";
  const grouped = kind !== "direct";
  switch (action) {
    case "read":
    case "attend":
    case "advance_receipts":
    case "recall":
      return null;
    case "append":
    case "edit":
      return refusalToWrite(membership, manages, facts);
    case "mention_all":
      return refusalToWrite(membership, manages, facts) ?? allow(grouped && manages);
    case "react":
      if (membership.blocked) return "blocked";
      if (isMuted(membership, now)) return "muted";
      return allow(kind !== "channel" || manages);
    case "pin":
      if (membership.blocked) return "blocked";
      return allow(!grouped || manages);
    case "set_disappearing":
      if (membership.blocked) return "blocked";
      return allow(!grouped || manages);
    case "set_info":
    case "set_settings":
    case "make_link":
      return allow(grouped && manages);
    case "see_link":
      return allow(grouped && (manages || (kind === "group" && settings.who_adds === "everyone")));
    case "leave":
      return allow(grouped);
  }
}

/** Whether the actor may do that to an account: null, or why not. `object` null: it never belonged to the conversation. */
export function refusalOn(action: ActionOnMember, object: Standing | null, facts: Facts): ErrorCode | null {
  const { kind, settings, membership } = facts;
  if (membership?.state !== "active") return UNSEEN;
  if (kind === "direct") return "forbidden";
  const manages = membership.role !== "member";
  const owns = membership.role === "owner";
  const adds = manages || (kind === "group" && settings.who_adds === "everyone");
  const state = object?.state ?? null;
  const outranks = object !== null && RANK[membership.role] > RANK[object.role];
  switch (action) {
    case "add":
    case "invite":
      if (!adds) return "forbidden";
      if (state === "requested" && !manages) return "forbidden";
      return require(state === null || state === "left" || state === "removed" || state === "requested");
    case "grant_request":
      return manages ? require(state === "requested") : "forbidden";
    case "remove":
    case "ban":
      if (!manages) return "forbidden";
      if (state !== "active" && state !== "invited" && state !== "requested") {
        return require(action === "ban" && object !== null && state !== "banned");
      }
      return allow(outranks);
    case "unban":
      return manages ? require(state === "banned") : "forbidden";
    case "mute":
      if (!manages) return "forbidden";
      return require(state === "active") ?? allow(outranks);
    case "set_role":
    case "hand_over":
      return owns ? require(state === "active" && object?.role !== "owner") : "forbidden";
    case "remove_message":
      return manages ? allow(object === null || outranks || isGone(state)) : "forbidden";
  }
}

export function can(action: Action, facts: Facts): boolean {
  return refusal(action, facts) === null;
}

export function isMuted({ muted_until }: Standing, now: number): boolean {
  return muted_until !== null && muted_until > now;
}

function refusalToWrite(
  membership: Standing,
  manages: boolean,
  { kind, settings, now }: Facts,
): ErrorCode | null {
  if (membership.blocked) return "blocked";
  if (kind === "channel" && !manages) return "forbidden";
  if (isMuted(membership, now)) return "muted";
  if (kind === "direct" || manages) return null;
  return settings.who_writes === "admins" ? "muted" : null;
}

/** By an invite link. */
function refusalToEnter(
  action: "join" | "request",
  { kind, settings, membership, has_link }: Facts,
): ErrorCode | null {
  if (kind === "direct" || !has_link || membership?.state === "banned") return "link_invalid";
  if (membership?.state === "active") return "not_a_member";
  if (action === "request") return require(membership?.state !== "requested");
  // Who was asked in by a member needs nobody's leave any more.
  return allow(!settings.approval || membership?.state === "invited");
}

function isGone(state: MemberState | null): boolean {
  return state === "left" || state === "removed" || state === "banned";
}

function allow(allowed: boolean): ErrorCode | null {
  return allowed ? null : "forbidden";
}

/** That the object is what the action needs it to be. */
function require(met: boolean): ErrorCode | null {
  return met ? null : "not_a_member";
}

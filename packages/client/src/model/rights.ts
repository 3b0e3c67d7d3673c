import type { CallInput, Member } from "@feiliao/protocol";
import type { ConversationRecord } from "../cache/records.ts";
import type { ConversationView, Rights } from "../types.ts";

const RANK: Record<Member["role"], number> = { owner: 2, admin: 1, member: 0 };

/** A conversation as far as rights in it depend on it. */
interface Viewed {
  record: Pick<ConversationRecord, "kind" | "info" | "state">;
  me: Member | null;
}

/**
 * What this person may do, so that a screen shows what will work. The server decides (packages/server:
 * conversation/can.ts); tests/scenarios/client-rights.test.ts holds the two against each other.
 */
export function rightsOf({ record, me }: Viewed): Rights {
  const { kind, info } = record;
  const active = record.state === "active";
  const manages = active && kind !== "direct" && me !== null && RANK[me.role] >= RANK.admin;
  const member_may = (who: "everyone" | "admins" | undefined): boolean =>
    active && kind === "group" && who !== "admins";
  const adds = manages || member_may(info?.settings.who_adds);
  return {
    write: writeRight({ record, me }, manages),
    mention_all: manages,
    manage: manages,
    own: manages && me?.role === "owner",
    add: adds,
    pin: active && (kind === "direct" || manages),
    leave: active && kind !== "direct",
  };
}

/** Which changes of a member's standing this person may make. */
export function changesOf(
  { me, rights }: Pick<ConversationView, "me" | "rights">,
  member: Member,
  now: number,
): CallInput<"group/change">["change"][] {
  if (!me || !rights.manage || member.account_id === me.account_id) return [];
  const outranked = RANK[me.role] > RANK[member.role];
  switch (member.state) {
    case "active": {
      const muted = member.muted_until !== null && member.muted_until > now;
      return [
        ...(rights.own && member.role === "member" ? (["made_admin"] as const) : []),
        ...(rights.own && member.role === "admin" ? (["made_member"] as const) : []),
        ...(rights.own ? (["made_owner"] as const) : []),
        ...(outranked
          ? [muted ? ("unmuted" as const) : ("muted" as const), "removed" as const, "banned" as const]
          : []),
      ];
    }
    case "requested":
      return ["added", "removed", "banned"];
    case "invited":
      return ["removed", "banned"];
    case "banned":
      return ["unbanned"];
    default:
      return ["banned"];
  }
}

function writeRight({ record, me }: Viewed, manages: boolean): Rights["write"] {
  const { kind, info, state } = record;
  if (state !== "active") return { may: false, why: "not_a_member" };
  if (kind === "channel" && !manages) return { may: false, why: "channel" };
  const until = me?.muted_until ?? null;
  if (kind === "direct" || !me) return { may: true };
  if (until !== null) return { may: false, why: "muted", until };
  if (!manages && info?.settings.who_writes === "admins") return { may: false, why: "admins_only" };
  return { may: true };
}

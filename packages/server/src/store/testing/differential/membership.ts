import type { AccountId, ConversationId, Member, MembershipContent } from "@feiliao/protocol";
import { membershipChange } from "@feiliao/protocol/group";
import type { Chance } from "@feiliao/testkit/chance";
import type { World } from "./world.ts";

type Change = MembershipContent["change"];

/** What an account says of itself. */
const OWN: readonly Change[] = ["accepted", "declined", "requested", "joined", "left"];

/** What can become of somebody in a state. */
const NEXT: Record<Member["state"] | "stranger", readonly Change[]> = {
  stranger: ["added", "added", "invited", "requested", "joined"],
  active: [
    "left",
    "left",
    "removed",
    "banned",
    "made_admin",
    "made_admin",
    "made_member",
    "made_owner",
    "muted",
    "unmuted",
  ],
  invited: ["accepted", "accepted", "declined", "joined", "removed"],
  requested: ["added", "added", "removed", "banned"],
  left: ["added", "invited", "joined", "requested"],
  removed: ["added", "invited", "joined", "banned"],
  banned: ["unbanned", "joined", "added"],
};

/** A change that may well be possible, by who may well make it; now and then any by anybody. */
export function someMembership(
  chance: Chance,
  world: World,
  conversation_id: ConversationId,
): { by: AccountId; content: MembershipContent } {
  const standings = world.standings.get(conversation_id)!;
  const object = chance.pick(world.people).account_id;
  const change = chance.happens(0.1)
    ? chance.pick(membershipChange.options)
    : chance.pick(NEXT[standings.get(object)?.state ?? "stranger"]);
  const account_ids = new Set([
    object,
    ...(chance.happens(0.1) ? [chance.pick(world.people).account_id] : []),
  ]);
  const until = change === "muted" && chance.happens(0.5) ? { until: world.now + 20_000 } : {};
  const by =
    OWN.includes(change) && chance.happens(0.95) ? object : someLeader(chance, world, conversation_id);
  return { by, content: { type: "membership", change, account_ids: [...account_ids], ...until } };
}

/** Mostly owner or an admin. */
export function someLeader(chance: Chance, world: World, conversation_id: ConversationId): AccountId {
  const leaders = [...world.standings.get(conversation_id)!].filter(([, { role }]) => role !== "member");
  return leaders.length > 0 && chance.happens(0.8)
    ? chance.pick(leaders)[0]
    : someMember(chance, world, conversation_id);
}

/** Mostly somebody who belongs to it. */
export function someMember(chance: Chance, world: World, conversation_id: ConversationId): AccountId {
  const active = [...world.standings.get(conversation_id)!].filter(([, { state }]) => state === "active");
  return active.length > 0 && chance.happens(0.9)
    ? chance.pick(active)[0]
    : chance.pick(world.people).account_id;
}

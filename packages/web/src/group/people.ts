import type { ConversationView } from "@feiliao/client";
import type { AccountId, Member } from "@feiliao/protocol";
import { showNumber } from "../numbers/show-number.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { conversations, profile } from "../state/client.ts";
import { g } from "./language.ts";

/** Somebody who can be asked in: the other person of a direct conversation. */
export interface Friend {
  account_id: AccountId;
  name: string;
  conversation: ConversationView;
}

export function friends(): Friend[] {
  return conversations().flatMap((conversation) => {
    const { kind, peer, blocked } = conversation;
    if (kind !== "direct" || !peer || blocked) return [];
    return [{ account_id: peer.account_id, name: shownTitle(conversation), conversation }];
  });
}

/** What somebody is called here; a number is grouped as people write it. */
export function personName(
  conversation: ConversationView,
  account_id: AccountId,
  unknown = g().somebody,
): string {
  const name = conversation.nameOf(account_id);
  if (name === "") return unknown;
  return /^\+\d+$/.test(name) ? showNumber(name) : name;
}

/** The one who did something: "You", or a name. */
export function doer(conversation: ConversationView, account_id: AccountId): string {
  return isMe(account_id) ? g().you : personName(conversation, account_id);
}

/** Those to whom something was done. */
export function objects(conversation: ConversationView, account_ids: readonly AccountId[]): string {
  return g().and(
    account_ids.map((id) => (isMe(id) ? g().you_object : personName(conversation, id, g().somebody_object))),
  );
}

export function isMe(account_id: AccountId): boolean {
  return profile()?.account_id === account_id;
}

const RANK: Record<Member["role"], number> = { owner: 0, admin: 1, member: 2 };

/** Those in a state, owner and admins first, then oneself, then by name. */
export function sortedMembers(conversation: ConversationView, state: Member["state"]): Member[] {
  const named = conversation.members
    .filter((member) => member.state === state)
    .map((member) => ({ member, name: personName(conversation, member.account_id) }));
  named.sort(
    (a, b) =>
      RANK[a.member.role] - RANK[b.member.role] ||
      Number(isMe(b.member.account_id)) - Number(isMe(a.member.account_id)) ||
      a.name.localeCompare(b.name),
  );
  return named.map(({ member }) => member);
}

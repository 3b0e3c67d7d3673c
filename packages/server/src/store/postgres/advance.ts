import type { Member } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { can } from "../../conversation/can.ts";
import type { Advanced, AdvanceIntent, MemberProfile } from "../conversation-store.ts";
import { refreshed } from "../member-rules.ts";
import { isRaised, raise } from "../receipt-rules.ts";
import { show } from "./append.ts";
import { toMember } from "./conversation-state.ts";
import type { ConversationWrite } from "./conversation-writer.ts";

/** A move of watermarks as a write of a batch. */
export function advanceWrite(intent: AdvanceIntent): ConversationWrite<Advanced> {
  const { conversation_id, account_id } = intent;
  return {
    conversation_id,
    account_id,
    apply(state, changes, repeated) {
      const member = state.members.get(account_id);
      const membership = state.memberships.get(account_id) ?? null;
      if (!member || !can("advance_receipts", { membership })) throw new FeiliaoError("not_found");
      const marks = raise(member, intent, state.last_seq);
      const moved = isRaised(member, marks);
      if (marks.read > member.read) show(state, account_id, changes);
      Object.assign(member, marks);
      if (moved) changes.saveMember(state, member);
      // After a commit of unknown outcome it may have moved already, and nobody has been told of it yet.
      return { changed: moved || repeated ? toMember(member) : null, ...marks };
    },
  };
}

/** What is seen of a member, as a write of a batch. */
export function refreshWrite(
  conversation_id: AdvanceIntent["conversation_id"],
  profile: MemberProfile,
): ConversationWrite<Member | null> {
  const { account_id } = profile;
  return {
    conversation_id,
    account_id,
    apply(state, changes) {
      const member = state.members.get(account_id);
      const shown = state.memberships.get(account_id)?.shown ?? false;
      const seen = member && refreshed({ ...member, shown }, profile);
      if (!seen) return null;
      Object.assign(member, seen);
      changes.saveMember(state, member);
      return toMember(member);
    },
  };
}

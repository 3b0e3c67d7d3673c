import type { AccountId, ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { can } from "../../conversation/can.ts";
import { tellsWatermarks } from "../change-rules.ts";
import type { Advanced, AdvanceIntent, ChangedMember, MemberProfile } from "../conversation-store.ts";
import { refreshed } from "../member-rules.ts";
import { isRaised, raise } from "../receipt-rules.ts";
import { show } from "./apply-consequences.ts";
import { changedMember, rightsOf, toldTo, toMember } from "./conversation-state.ts";
import type { ConversationWrite } from "./conversation-writer.ts";

/** A move of watermarks as a write of a batch. */
export function advanceWrite(intent: AdvanceIntent): ConversationWrite<Advanced> {
  const { conversation_id, account_id } = intent;
  return {
    conversation_id,
    account_id,
    apply(state, changes, repeated) {
      const member = state.members.get(account_id);
      if (!member || !can("advance_receipts", rightsOf(member, state.info)))
        throw new FeiliaoError("not_found");
      const marks = raise(member, intent, state.last_seq);
      const moved = isRaised(member, marks);
      const told_to = tellsWatermarks(state.info) ? "everybody" : "self";
      if (marks.read > member.read) show(state, account_id, changes);
      Object.assign(member, marks);
      if (moved) changes.saveMember(state, member, told_to);
      // After a commit of unknown outcome it may have moved already, and nobody has been told of it yet.
      return { changed: moved || repeated ? { member: toMember(member), told_to } : null, ...marks };
    },
  };
}

/** What is seen of a member, as a write of a batch. */
export function refreshWrite(
  conversation_id: ConversationId,
  profile: MemberProfile,
): ConversationWrite<ChangedMember | null> {
  const { account_id } = profile;
  return {
    conversation_id,
    account_id,
    apply(state, changes) {
      const member = state.members.get(account_id);
      const seen = member && refreshed(member, profile);
      if (!seen) return null;
      Object.assign(member, seen);
      changes.saveStanding(state, member, toldTo(member, state));
      return changedMember(member, state);
    },
  };
}

/** Whether the other one of a direct conversation takes messages from the account, as a write of a batch. */
export function blockWrite(
  conversation_id: ConversationId,
  account_id: AccountId,
  blocked: boolean,
): ConversationWrite<null> {
  return {
    conversation_id,
    account_id,
    apply(state, changes) {
      const member = state.members.get(account_id);
      if (!member || state.info.kind !== "direct" || member.blocked === blocked) return null;
      member.blocked = blocked;
      changes.saveBlocked(state, member);
      return null;
    },
  };
}

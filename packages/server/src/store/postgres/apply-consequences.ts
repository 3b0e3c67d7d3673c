import type { AccountId } from "@feiliao/protocol";
import { blobsOf } from "../append-rules.ts";
import type { Consequences, MemberWrite } from "../consequences.ts";
import type { Appended } from "../conversation-store.ts";
import type { BatchChanges } from "./batch-changes.ts";
import {
  type ConversationState,
  changedMember,
  type MemberState,
  senderOf,
  toldTo,
} from "./conversation-state.ts";
import { ERASED, ERASED_JSON } from "./erased.ts";

/** What the others must be told besides the entry. */
export type Told = Pick<Appended, "members" | "info" | "audience_changed">;

/** Does what follows from the entry at the head, in the state for the writes after it and in the batch's changes. */
export function applyConsequences(
  { fold, erased, members, info, blobs, expires_at, effects }: Consequences,
  state: ConversationState,
  changes: BatchChanges,
): Told {
  if (fold) {
    changes.setFold(state, fold.seq, fold.fold);
    const target = state.targets.get(fold.seq);
    if (target) target.fold = fold.fold;
  }
  for (const seq of erased ?? []) erase(state, seq, changes);
  for (const blob_id of blobs ?? []) {
    changes.shareBlob(state, blob_id, 1);
    state.blob_refs.set(blob_id, (state.blob_refs.get(blob_id) ?? 0) + 1);
  }
  if (expires_at !== undefined) changes.expireAt(state, state.last_seq, expires_at);
  for (const effect of effects ?? []) changes.queue(state, effect);
  if (info) changes.saveInfo(state, info);
  return { ...(members && applyMembers(members, state, changes)), ...(info && { info }) };
}

/** From now on the member's name and picture may be seen in the conversation. */
export function show(state: ConversationState, account_id: AccountId, changes: BatchChanges): void {
  const member = senderOf(account_id, state);
  if (!member || member.shown) return;
  member.shown = true;
  changes.show(state, account_id);
  changes.queue(state, { kind: "refresh_member", account_id, conversation_id: state.id });
}

/** Lets go of the words, and of what was shown with them. */
export function erase(state: ConversationState, seq: number, changes: BatchChanges): void {
  changes.erase(state, seq);
  for (const known of state.known.values()) if (known.seq === seq) known.content = ERASED_JSON;
  const target = state.targets.get(seq);
  if (!target) return; // an edit, which shows nothing
  for (const blob_id of blobsOf(target.content)) {
    changes.shareBlob(state, blob_id, -1);
    state.blob_refs.set(blob_id, (state.blob_refs.get(blob_id) ?? 0) - 1);
  }
  if (target.content.type === "voice") {
    const { talk_id } = target.content;
    changes.endTalk(state, talk_id, "cancelled", null);
    const talk = state.talks.get(talk_id);
    if (talk) state.talks.set(talk_id, { ...talk, state: "cancelled" });
  }
  target.content = ERASED;
}

function applyMembers(writes: readonly MemberWrite[], state: ConversationState, changes: BatchChanges): Told {
  const before = writes.map(({ account_id }) => state.members.get(account_id)?.state === "active");
  const changed = new Set(writes.map((write) => applyTo(write, state, changes)));
  const audience_changed = writes.some(
    ({ account_id }, index) => (state.members.get(account_id)!.state === "active") !== before[index],
  );
  return {
    members: [...changed].map((member) => changedMember(member, state)),
    ...(audience_changed && { audience_changed }),
  };
}

function applyTo(
  { account_id, person, from_seq, ...standing }: MemberWrite,
  state: ConversationState,
  changes: BatchChanges,
): MemberState {
  const member = state.members.get(account_id) ?? newMember(account_id);
  state.members.set(account_id, member);
  Object.assign(member, standing, person && { ...person, shown: true });
  if (from_seq !== undefined) {
    const before = from_seq - 1;
    member.from_seq = from_seq;
    member.delivered = Math.max(member.delivered, before);
    member.read = Math.max(member.read, before);
    member.heard = Math.max(member.heard, before);
  }
  member.leads ||= member.role !== "member";
  changes.saveStanding(state, member, toldTo(member, state));
  return member;
}

function newMember(account_id: AccountId): MemberState {
  return {
    account_id,
    address: null,
    name: null,
    picture: null,
    deleted: false,
    role: "member",
    state: "left",
    muted_until: null,
    from_seq: 1,
    delivered: 0,
    read: 0,
    heard: 0,
    revision: 0,
    told_revision: 0,
    joined_seq: 0,
    blocked: false,
    shown: true,
    leads: false,
  };
}

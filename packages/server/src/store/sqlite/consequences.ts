import type { Consequences, MemberWrite } from "../consequences.ts";
import type { Appended, ChangedMember } from "../conversation-store.ts";
import type { ConversationState, Membership } from "./conversation-state.ts";
import type { Directory } from "./directory.ts";
import type { EntryPages } from "./entry-pages.ts";
import type { Erasing } from "./erasing.ts";
import type { Expiry } from "./expiry.ts";
import type { InfoRows } from "./info-rows.ts";
import type { MediaRows } from "./media.ts";
import type { MemberRows } from "./member-rows.ts";
import type { OutboxRows } from "./outbox.ts";

interface Parts {
  directory: Directory;
  erasing: Erasing;
  expiry: Expiry;
  infos: InfoRows;
  media: MediaRows;
  members: MemberRows;
  outbox: OutboxRows;
  pages: EntryPages;
}

/** What the answer to an append tells of its consequences. */
type Told = Pick<Appended, "members" | "info" | "audience_changed">;

/** Does what an append does besides adding its entry, which is the last of `state` by now. Within a write only. */
export function applyConsequences(parts: Parts, state: ConversationState, consequences: Consequences): Told {
  const { erasing, expiry, infos, media, outbox, pages } = parts;
  const { fold, erased = [], members = [], info, blobs = [], expires_at, effects = [] } = consequences;
  const { no, last_seq } = state;
  if (fold) pages.setFold(no, fold.seq, fold.fold);
  for (const seq of erased) erasing.erase(state, seq);
  for (const blob_id of blobs) media.addToConversation(no, blob_id);
  if (expires_at !== undefined) expiry.add(no, last_seq, expires_at);
  for (const effect of effects) outbox.queue(effect);
  const told = members.length > 0 ? writeMembers(parts, state, members) : {};
  if (!info) return told;
  infos.set(state, info);
  return { ...told, info };
}

function writeMembers(parts: Parts, state: ConversationState, writes: readonly MemberWrite[]): Told {
  let audience_changed = false;
  const members: ChangedMember[] = writes.map((write) => {
    const known = state.members.get(write.account_id);
    const was_active = known?.state === "active";
    const member = known ?? newMember(write, parts.directory);
    state.members.set(write.account_id, member);
    writeMember(member, write);
    if (was_active !== (member.state === "active")) audience_changed = true;
    return parts.members.written(state, member);
  });
  return audience_changed ? { members, audience_changed } : { members };
}

function newMember({ account_id }: MemberWrite, directory: Directory): Membership {
  return {
    account_id,
    account_no: directory.accountNo(account_id)!,
    ...{ address: null, name: null, picture: null, deleted: false, shown: true },
    ...{ role: "member", state: "active", muted_until: null, blocked: false },
    ...{ from_seq: 1, joined_seq: 0, delivered: 0, read: 0, heard: 0, revision: 0, told_revision: 0 },
  };
}

function writeMember(member: Membership, { account_id: _, person, from_seq, ...write }: MemberWrite): void {
  Object.assign(member, write);
  if (person) {
    const { address, name, picture } = person;
    Object.assign(member, { address, name, picture, shown: true });
  }
  if (from_seq === undefined) return;
  member.from_seq = from_seq;
  member.delivered = Math.max(member.delivered, from_seq - 1);
  member.read = Math.max(member.read, from_seq - 1);
  member.heard = Math.max(member.heard, from_seq - 1);
}

import type { AccountId, BlobId, ConversationId, DeviceId, Member, TalkId } from "@feiliao/protocol";
import type { AppendFacts, KnownEntry } from "../append-rules.ts";
import type { SyncHead } from "../change-rules.ts";
import type { AppendIntent } from "../conversation-store.ts";

/** What an account may do in a conversation, and whether its name and picture may be seen there. */
export interface Membership {
  left: boolean;
  /** The member wrote or read here. */
  shown: boolean;
}

/** A member as others see it; `revision` is the conversation's when it changed last. */
export interface MemberState extends Omit<Member, "deleted"> {
  /** The account was erased. */
  deleted: boolean;
  revision: number;
}

/** A conversation as far as one batch needs to know it, locked by the batch and kept up by its writes. */
export interface ConversationState extends SyncHead {
  readonly id: ConversationId;
  readonly uuid: string;
  /** Of those who act in the batch. */
  readonly memberships: Map<AccountId, Membership>;
  /** Those whose watermarks or profile the batch may change. */
  readonly members: Map<AccountId, MemberState>;
  readonly device_seqs: Map<DeviceId, number>;
  /** Entries under the keys of the batch (see keyOf), those that it appends included. */
  readonly known: Map<string, KnownEntry>;
  /** Pictures that a sender may refer to (see pictureOf). */
  readonly pictures: Set<string>;
  readonly talks: Map<TalkId, NonNullable<AppendFacts["talk"]>>;
}

export function keyOf(account_id: AccountId, client_id: string): string {
  return `${account_id} ${client_id}`;
}

export function pictureOf(account_id: AccountId, blob_id: BlobId): string {
  return `${account_id} ${blob_id}`;
}

export function factsFor(intent: AppendIntent, state: ConversationState): AppendFacts {
  const { account_id, device_id, client_id, content, talk } = intent;
  return {
    membership: state.memberships.get(account_id) ?? null,
    known: state.known.get(keyOf(account_id, client_id)) ?? null,
    device_seq: state.device_seqs.get(device_id) ?? 0,
    may_show_picture: content.type === "image" && state.pictures.has(pictureOf(account_id, content.blob_id)),
    talk: (talk && "end" in talk && state.talks.get(talk.end)) || null,
  };
}

/** A member as others see it. */
export function toMember(state: MemberState): Member {
  const { account_id, address, name, picture, deleted, delivered, read, heard } = state;
  return { account_id, address, name, picture, ...(deleted && { deleted }), delivered, read, heard };
}

import type { AccountId, BlobId, ConversationInfo, Fold, MemberState, Role } from "@feiliao/protocol";
import type { Effect } from "./outbox-store.ts";

/** Who somebody is, as the conversation shows them from their first entry on. */
export interface Person {
  account_id: AccountId;
  address: string | null;
  name: string | null;
  picture: BlobId | null;
}

/** What becomes of one account in the conversation; fields that are absent stay. */
export interface MemberWrite {
  account_id: AccountId;
  role?: Role;
  state?: MemberState;
  muted_until?: number | null;
  /** First entry that is theirs to read; their watermarks are raised to the one before it. */
  from_seq?: number;
  /** Seq of the entry by which they came in: who came first takes over a group that its owner leaves. */
  joined_seq?: number;
  /** Written when they have no row yet, or come back. */
  person?: Person;
}

/** What an append does besides adding its entry; applied by the store in the same transaction. */
export interface Consequences {
  /** The new fold of an earlier entry; undefined: it has none any more. */
  fold?: { seq: number; fold: Fold | undefined };
  /** Entries whose content becomes `erased`, on disk too. Row, seq, key and chain stay; blobs are let go. */
  erased?: readonly number[];
  members?: readonly MemberWrite[];
  /** The conversation's new state. */
  info?: ConversationInfo;
  /** Blobs that may be seen in the conversation from now on. */
  blobs?: readonly BlobId[];
  /** The entry's content is erased then, without a further entry. */
  expires_at?: number;
  effects?: readonly Effect[];
}

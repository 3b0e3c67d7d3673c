import type {
  AccountId,
  Ack,
  BlobId,
  ConversationChange,
  ConversationId,
  DeviceId,
  Entry,
  EntryContent,
  Member,
  TalkId,
} from "@feiliao/protocol";

export interface OpenDirect {
  opener: AccountId;
  opener_address: string;
  peer: AccountId;
  peer_address: string;
  /** Used when the two have no conversation yet. */
  new_conversation_id: ConversationId;
  now: number;
}

export interface CreateGroup {
  conversation_id: ConversationId;
  title: string;
  members: { account_id: AccountId; name: string | null }[];
  now: number;
}

/** What is to be appended, by whom. The idempotency key is (conversation, account, client_id) (D2). */
export interface AppendIntent {
  conversation_id: ConversationId;
  account_id: AccountId;
  device_id: DeviceId;
  client_id: string;
  /** Present: must be the next number of this device in this conversation (D4). */
  device_seq?: number;
  content: EntryContent;
  now: number;
  /** What the append means for a talk, in the same transaction. */
  talk?: { start: TalkId } | { end: TalkId; blob_id: BlobId | null };
}

export interface Appended extends Ack {
  /** False when the key was known and the original answer was given. */
  fresh: boolean;
  /** The content as it is stored, as JSON text; of a repeated voice message it names the first talk. */
  content_json: string;
}

export interface AdvanceIntent {
  conversation_id: ConversationId;
  account_id: AccountId;
  delivered: number;
  read: number;
  heard: number;
}

export interface Advanced {
  /** The member's new state; null when nothing moved, or a later advance in the same commit tells of it. */
  changed: Member | null;
  delivered: number;
  read: number;
  heard: number;
}

export interface ReadRange {
  after_seq?: number;
  before_seq?: number;
  limit: number;
}

/** What a device has of a conversation: from its sync token. */
export interface Position {
  epoch: number;
  seq: number;
  /** Commitment to the log up to `seq` (see chainOf); 0 for none. */
  chain: number;
  /** Revision of the members' state. */
  revision: number;
}

export interface ChangesPage {
  /** Of all logs. A position of another epoch is none: its conversation starts anew. */
  epoch: number;
  changes: ConversationChange[];
  /** The new positions of the conversations in `changes`. */
  positions: Map<ConversationId, Position>;
  /** True when the budget ended before the changes did. */
  more: boolean;
}

/**
 * The logs of conversations. Seqs are gapless and allocated in the append itself (D3); rights are decided by
 * `can` inside the transaction. To somebody who may not read, a conversation does not exist: `not_found`.
 */
export interface ConversationStore {
  /** One conversation per pair, whoever opens it first. Listing it for both is left in the outbox. */
  openDirect(intent: OpenDirect): Promise<{ conversation_id: ConversationId; created: boolean }>;
  createGroup(intent: CreateGroup): Promise<void>;
  /** Rejects with not_found, idempotency_conflict, out_of_order, media_missing, talk_ended or overloaded. */
  append(intent: AppendIntent): Promise<Appended>;
  read(
    conversation_id: ConversationId,
    reader: AccountId,
    range: ReadRange,
  ): Promise<{ epoch: number; last_seq: number; entries: Entry[] }>;
  /** Watermarks only grow, never past the end of the log (D11). */
  advance(intent: AdvanceIntent): Promise<Advanced>;
  /** What changed in these conversations since the positions, within a budget of entries. */
  changes(
    reader: AccountId,
    conversations: readonly ConversationId[],
    positions: ReadonlyMap<ConversationId, Position>,
    entries_max: number,
  ): Promise<ChangesPage>;
  /** Accounts that are members now; null when there is no such conversation. */
  audience(conversation_id: ConversationId): Promise<AccountId[] | null>;
  /**
   * Copies the account's profile to its membership, if it has shown itself there; an address is followed where one
   * is shown, and given to nobody who had none. A deleted account loses all of it everywhere. Null: nothing changed.
   */
  refreshMember(conversation_id: ConversationId, profile: MemberProfile): Promise<Member | null>;
  isMember(conversation_id: ConversationId, account_id: AccountId): Promise<boolean>;
}

export interface MemberProfile {
  account_id: AccountId;
  name: string | null;
  picture: BlobId | null;
  /** Its present address; null: not known, so that what is shown stays. */
  address?: string | null;
  /** The account was erased. */
  deleted?: boolean;
}

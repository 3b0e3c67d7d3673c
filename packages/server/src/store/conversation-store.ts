import type {
  AccountId,
  Ack,
  BlobId,
  ConversationChange,
  ConversationId,
  ConversationInfo,
  DeviceId,
  Entry,
  EntryContent,
  GroupSettings,
  Member,
  MemberState,
  SmsConsent,
  TalkId,
} from "@feiliao/protocol";
import type { FeiliaoError } from "@feiliao/protocol/errors";
import type { Standing } from "../conversation/can.ts";
import type { Person } from "./consequences.ts";

export interface OpenDirect {
  opener: AccountId;
  opener_address: string;
  peer: AccountId;
  peer_address: string;
  /** Used when the two have no conversation yet. */
  new_conversation_id: ConversationId;
  now: number;
}

/** Makes the conversation and its first members, without an entry; a second time changes nothing. */
export interface CreateGroup {
  conversation_id: ConversationId;
  kind: "group" | "channel";
  title: string;
  settings: GroupSettings;
  /** The first one is the owner. */
  members: Person[];
  now: number;
}

/** The invite link of a group: who shows a token with this hash may come in. Null: there is none any more. */
export interface SetLink {
  conversation_id: ConversationId;
  account_id: AccountId;
  link: { token_hash: Uint8Array; nonce: Uint8Array; expires_at: number | null } | null;
  now: number;
}

/** What the store has of an invite link: from the nonce the server makes the token again. */
export interface KnownLink {
  nonce: Uint8Array;
  expires_at: number | null;
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
  /** Those whom the content names or who come in by it, as they are to be shown. */
  people?: readonly Person[];
  /** Hash of the invite link's token that the account shows. */
  token_hash?: Uint8Array;
  /**
   * What goes out as SMS because of it, left to the outbox: to members without the app as the sender agreed, or a reminder
   * when its recipient does not get it in time. `refused`: why it may not be written at all; a repeat still finds it.
   */
  sms?: { consent: SmsConsent } | { remind: true } | { refused: FeiliaoError };
  /** What the append means for a talk, in the same transaction. */
  talk?: { start: TalkId } | { end: TalkId; blob_id: BlobId | null };
}

export interface Appended extends Ack {
  /** False when the key was known and the original answer was given. */
  fresh: boolean;
  /** The content as it is stored, as JSON text; of a repeated voice message it names the first talk. */
  content_json: string;
  /** New states of members that it changed. */
  members?: ChangedMember[];
  /** The conversation's new state, when it changed that. */
  info?: ConversationInfo;
  /** Somebody became an active member or is none any more. */
  audience_changed?: boolean;
}

/** A member's new state, and whose it is to know. */
export interface ChangedMember {
  member: Member;
  /** `self`: only the member's own devices are told (see tellsWatermarks and ConversationStore.changes). */
  told_to: "everybody" | "self";
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
  changed: ChangedMember | null;
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
  /** Revision of the conversation's state and its members'. */
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
  /** The direct conversation of two accounts; null when neither has opened it. */
  directWith(account_id: AccountId, peer: AccountId): Promise<ConversationId | null>;
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
  /**
   * What changed in these conversations since the positions, within a budget of entries. Nothing from before the
   * reader's `from_seq` is told: who came back after more was said than they may read starts anew from there.
   *
   * Where watermarks are not told to everybody (see tellsWatermarks), a move of another's is no change. In a channel
   * the members that are told are owner, admins, those who once were, and the reader.
   */
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
  refreshMember(conversation_id: ConversationId, profile: MemberProfile): Promise<ChangedMember | null>;
  isMember(conversation_id: ConversationId, account_id: AccountId): Promise<boolean>;
  /** What the account is in the conversation and what that is; null for strangers. */
  standing(
    conversation_id: ConversationId,
    account_id: AccountId,
  ): Promise<{ standing: Standing; info: ConversationInfo } | null>;
  /**
   * Those in a state, in the order of their accounts' ids, after one. Rejects with `not_found` for who may not read;
   * to readers of a channel, only owner, admins and themselves are told.
   */
  members(
    conversation_id: ConversationId,
    reader: AccountId,
    state: MemberState,
    after: AccountId | null,
    limit: number,
  ): Promise<Member[]>;
  /** Replaces the link of a group; decided by `make_link`. */
  setLink(intent: SetLink): Promise<void>;
  /** The link that is good now; null when there is none. Decided by `see_link`. */
  link(conversation_id: ConversationId, account_id: AccountId, now: number): Promise<KnownLink | null>;
  /** Whose link this is; null when it is nobody's, revoked or expired. */
  byLink(
    token_hash: Uint8Array,
    now: number,
  ): Promise<{ conversation_id: ConversationId; info: ConversationInfo } | null>;
  /** In direct conversations: whether the peer of `account_id` takes messages from it. */
  setBlocked(conversation_id: ConversationId, account_id: AccountId, blocked: boolean): Promise<void>;
  /**
   * Erases what is due by then, at most `limit` messages, with their edits; folds and pins go too. A voice message
   * that is being spoken waits. What it erased, with the conversation's new state when it was pinned.
   */
  expire(now: number, limit: number): Promise<Expired[]>;
}

export interface Expired {
  conversation_id: ConversationId;
  seq: number;
  info?: ConversationInfo;
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

import type {
  AccountId,
  BlobId,
  ConversationId,
  ConversationInfo,
  ConversationKind,
  DeviceId,
  Entry,
  FallbackRule,
  Member,
  MemberState,
  SmsProgress,
  TalkId,
} from "@feiliao/protocol";
import type { Marks } from "../model/marks.ts";
import type { OutboxItem } from "../outbox/item.ts";
import type { SmsRate } from "../sms-types.ts";
import type { CacheChange, CacheKey } from "./port.ts";

/** What is kept in the cache, and under which keys. Records are never changed in place. */
export interface Credentials {
  account_id: AccountId;
  device_id: DeviceId;
  token: string;
}

export interface ConversationRecord {
  conversation_id: ConversationId;
  kind: ConversationKind;
  /** Of a group, as the account's log has told it. */
  title: string | null;
  /** What the person is in it; only what they were active for is known here. */
  state: MemberState;
  invited_by: AccountId | null;
  /** null until the server has told it. */
  info: ConversationInfo | null;
  opened_by_me: boolean;
  /** False until the account's own log has named it. */
  listed: boolean;
  at: number;
  /** null while nothing of its log is known, which is not the same as an empty log. */
  epoch: number | null;
  /** Up to here the sync token stands for the log. */
  token_seq: number;
  members: readonly Member[];
  /** The address it was opened with on this device. */
  address: string | null;
}

export interface ContactRecord {
  address: string;
  name: string;
}

/** An address from which nothing is taken. */
export interface BlockRecord {
  address: string;
}

/** What is done for a contact who does not get a message in the app. */
export interface FallbackRecord {
  address: string;
  rule: FallbackRule | null;
}

/** What became of one's own message as SMS to somebody. */
export interface SmsRecord {
  conversation_id: ConversationId;
  seq: number;
  to: AccountId;
  progress: SmsProgress;
}

/** What SMS cost in a conversation, as the server last said. */
export interface SmsRateRecord {
  conversation_id: ConversationId;
  rate: SmsRate;
}

export interface SettingsRecord {
  conversation_id: ConversationId;
  /** No notices before; null: as ever. */
  muted_until: number | null;
  pinned: boolean;
  archived: boolean;
  marked_unread: boolean;
}

export interface DraftRecord {
  conversation_id: ConversationId;
  text: string;
  /** The message that it answers. */
  reply_to?: number | null;
  /** The server, and so the person's other devices, do not have it yet. */
  untold?: boolean;
}

/** What the person has deleted for themselves. */
export interface HiddenRecord {
  conversation_id: ConversationId;
  cleared: number;
  seqs: readonly number[];
}

/** A message that disappears at a time on the device's clock. */
export interface ExpiringRecord {
  conversation_id: ConversationId;
  seq: number;
  due_at: number;
}

/** How far the person has read here, also while the server does not know it yet. */
export interface MarksRecord extends Marks {
  conversation_id: ConversationId;
}

/** A log that the server began anew, as this device had it, until it is compared with the new one. */
export interface DroppedLog {
  conversation_id: ConversationId;
  epoch: number;
  entries: Entry[];
  /** What the new log does not have, when that is known already. */
  gone: Entry[] | null;
}

/** What the server has lost of a conversation and this device has kept, ascending within each log. */
export interface LostRecord {
  conversation_id: ConversationId;
  entries: Entry[];
}

/** Consecutive voice packets in the format of `packPackets`. */
export interface PacketsRecord {
  first: number;
  count: number;
  packed: Uint8Array<ArrayBuffer>;
}

type MetaKind =
  | "contact"
  | "block"
  | "settings"
  | "draft"
  | "marks"
  | "dropped"
  | "lost"
  | "hidden"
  | "expiring"
  | "favourite"
  | "scheduled"
  | "fallback"
  | "sms"
  | "sms_rate";

const AFTER_ANY_TEXT = "\uffff";

export const metaKey = {
  credentials: "credentials",
  profile: "profile",
  accountPosition: "account_position",
  syncToken: "sync_token",
  syncBase: "sync_base",
  outboxPosition: "outbox_position",
  installation: "installation_id",
  signInRequest: "sign_in_request",
  contact: (address: string): CacheKey => ["contact", address],
  block: (address: string): CacheKey => ["block", address],
  settings: (id: ConversationId): CacheKey => ["settings", id],
  draft: (id: ConversationId): CacheKey => ["draft", id],
  marks: (id: ConversationId): CacheKey => ["marks", id],
  /** Entries up to here were announced as new, in some tab. */
  notified: (id: ConversationId): CacheKey => ["notified", id],
  /** The last device_seq that was acknowledged. */
  deviceSeq: (id: ConversationId): CacheKey => ["device_seq", id],
  dropped: ({ conversation_id, epoch, entries }: DroppedLog): CacheKey => {
    const last = entries.at(-1);
    return ["dropped", conversation_id, epoch, last?.seq ?? 0, last?.client_id ?? ""];
  },
  lost: (id: ConversationId): CacheKey => ["lost", id],
  hidden: (id: ConversationId): CacheKey => ["hidden", id],
  expiring: (id: ConversationId, seq: number): CacheKey => ["expiring", id, seq],
  favourite: (favourite_id: string): CacheKey => ["favourite", favourite_id],
  scheduled: (scheduled_id: string): CacheKey => ["scheduled", scheduled_id],
  fallback: (address: string): CacheKey => ["fallback", address],
  sms: ({ conversation_id, seq, to }: Omit<SmsRecord, "progress">): CacheKey => [
    "sms",
    conversation_id,
    seq,
    to,
  ],
  smsRate: (id: ConversationId): CacheKey => ["sms_rate", id],
  every: (kind: MetaKind): [CacheKey, CacheKey] => [
    [kind, ""],
    [kind, AFTER_ANY_TEXT],
  ],
} as const;

export function putMeta(key: CacheKey, value: unknown): CacheChange {
  return { table: "meta", key, put: value };
}

export function deleteMeta(key: CacheKey): CacheChange {
  return { table: "meta", key, delete: true };
}

export function putDroppedLog(log: DroppedLog): CacheChange {
  return putMeta(metaKey.dropped(log), log);
}

export function deleteDroppedLog(log: DroppedLog): CacheChange {
  return deleteMeta(metaKey.dropped(log));
}

export function putLost(record: LostRecord): CacheChange {
  const key = metaKey.lost(record.conversation_id);
  return record.entries.length > 0 ? putMeta(key, record) : deleteMeta(key);
}

export function putConversation(record: ConversationRecord): CacheChange {
  return { table: "conversations", key: record.conversation_id, put: record };
}

export function putEntry(conversation_id: ConversationId, entry: Entry): CacheChange {
  return { table: "entries", key: [conversation_id, entry.seq], put: entry };
}

export function deleteEntry(conversation_id: ConversationId, seq: number): CacheChange {
  return { table: "entries", key: [conversation_id, seq], delete: true };
}

export function entryRange(conversation_id: ConversationId, first = 0, last = Number.MAX_SAFE_INTEGER) {
  return [
    [conversation_id, first],
    [conversation_id, last],
  ] as const satisfies [CacheKey, CacheKey];
}

export function putItem(item: OutboxItem): CacheChange {
  return { table: "outbox", key: item.position, put: item };
}

export function deleteItem(position: number): CacheChange {
  return { table: "outbox", key: position, delete: true };
}

export function putPackets(client_id: string, record: PacketsRecord): CacheChange {
  return { table: "packets", key: [client_id, record.first], put: record };
}

export function deletePackets(client_id: string, first: number): CacheChange {
  return { table: "packets", key: [client_id, first], delete: true };
}

export function packetRange(client_id: string): [CacheKey, CacheKey] {
  return [
    [client_id, 0],
    [client_id, Number.MAX_SAFE_INTEGER],
  ];
}

/** A file that waits to be uploaded, under the key of its message. */
export function putOutgoingFile(client_id: string, file: Blob): CacheChange {
  return { table: "blobs", key: client_id, put: file };
}

export function deleteOutgoingFile(client_id: string): CacheChange {
  return { table: "blobs", key: client_id, delete: true };
}

/** Part of a download that is not complete. */
export interface PartRecord {
  /** Where it begins, in bytes. */
  offset: number;
  part: Blob;
}

export function putPart(blob_id: BlobId, record: PartRecord): CacheChange {
  return { table: "blobs", key: [blob_id, record.offset], put: record };
}

export function deletePart(blob_id: BlobId, offset: number): CacheChange {
  return { table: "blobs", key: [blob_id, offset], delete: true };
}

export function partRange(blob_id: BlobId): [CacheKey, CacheKey] {
  return [
    [blob_id, 0],
    [blob_id, Number.MAX_SAFE_INTEGER],
  ];
}

export function putHidden(record: HiddenRecord): CacheChange {
  return putMeta(metaKey.hidden(record.conversation_id), record);
}

export function deleteBlob(id: BlobId | TalkId): CacheChange {
  return { table: "blobs", key: id, delete: true };
}

/** Blobs are content-addressed; the packets of a talk that has ended are kept among them. */
export function putBlob(id: BlobId | TalkId, bytes: Uint8Array | Blob): CacheChange {
  return { table: "blobs", key: id, put: bytes };
}

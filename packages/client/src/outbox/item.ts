import type {
  Ack,
  BlobId,
  ConversationId,
  EntryContent,
  ErrorCode,
  MessageChange,
  SendableContent,
  SmsConsent,
  TalkId,
} from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";

/** Something that was composed here and is not yet in this device's copy of the log. */
export interface OutboxItem<P extends Payload = Payload> {
  /** Order of composing on this device; never reused. */
  position: number;
  client_id: string;
  conversation_id: ConversationId;
  /** On the device's clock, milliseconds. */
  composed_at: number;
  state: ItemState;
  payload: P;
  /** The message that it passes on, whose files must become the sender's own first; those of a favourite are so. */
  forwards?: { conversation_id: ConversationId; seq: number } | "favourite";
  /** The price that the person saw when they sent it. */
  sms?: SmsConsent | undefined;
}

export type ItemState =
  /** Its file is on its way to the server; others may be sent meanwhile. */
  | { phase: "uploading" }
  /** Waits for its turn, or for the answer to its sending. */
  | { phase: "waiting" }
  /** Refused for good; those behind it go on. */
  | { phase: "failed"; reason: ErrorCode; fen?: number | undefined }
  /** Acknowledged, but entries before it have not arrived yet. */
  | { phase: "acked"; ack: Ack }
  /** A talk whose start is acknowledged; its packets are on their way. */
  | { phase: "started"; ack: Ack; talk_id: TalkId };

export type Payload = MessagePayload | ChangePayload | HidePayload | ClearPayload;
export type MessagePayload = ContentPayload | VoicePayload;
/** What message/send takes, once its file has been uploaded. */
export type ContentPayload =
  | TextPayload
  | ImagePayload
  | FilePayload
  | VideoPayload
  | LocationPayload
  | ContactCardPayload;
/** What becomes an entry of the log as it is. */
export type SentPayload = ContentPayload | ChangePayload;

type ContentOf<Type extends EntryContent["type"]> = Omit<
  Extract<EntryContent, { type: Type }>,
  "expires_in_s"
>;

export type TextPayload = ContentOf<"text">;

/** Its bytes are among the cache's blobs, or among those that it forwards. */
export type ImagePayload = ContentOf<"image">;

/** Until `blob_id` is known, which is when it has been uploaded, it is kept under the key of its message. */
export type FilePayload = Omit<ContentOf<"file">, "blob_id"> & { blob_id: BlobId | null };

/** The video is kept as a file is; its poster is among the cache's blobs. */
export type VideoPayload = Omit<ContentOf<"video">, "blob_id"> & { blob_id: BlobId | null };

export type LocationPayload = ContentOf<"location">;
export type ContactCardPayload = ContentOf<"contact_card">;

/** Its packets are in the cache's table of packets until the server has them. */
export interface VoicePayload {
  type: "voice";
  recording: "running" | "finished" | "cancelled";
  packets: number;
  /** 64 values 0..31, or empty when the recording was cut short. */
  waveform: number[];
}

export type UploadItem = OutboxItem<FilePayload | VideoPayload>;

/** What a new item waits for first. */
export function firstState(payload: Payload): ItemState {
  return hasFile(payload) && payload.blob_id === null ? { phase: "uploading" } : { phase: "waiting" };
}

export function hasFile(payload: Payload): payload is FilePayload | VideoPayload {
  return payload.type === "file" || payload.type === "video";
}

/** Words that are on the screen are on the disk; a file is too long to wait for, and so is somebody who is speaking. */
export function showsBeforeKept(payload: Payload): boolean {
  switch (payload.type) {
    case "file":
    case "video":
    case "voice":
    case "change":
    case "hide":
    case "clear":
      return true;
    default:
      return false;
  }
}

/** What is sent. @throws media_missing for a file that was not uploaded */
export function sendableOf(payload: ContentPayload): SendableContent {
  if (!hasFile(payload)) return payload;
  const { blob_id } = payload;
  if (blob_id === null) throw new FeiliaoError("media_missing");
  return { ...payload, blob_id };
}

/** An edit, a recall, a reaction or a pin. */
export interface ChangePayload {
  type: "change";
  change: MessageChange;
  /** Key of a message that waits itself: `change.target` is known when that one is sent, and 0 before. */
  target_key?: string;
}

/** Deletes messages for oneself. */
export interface HidePayload {
  type: "hide";
  seqs: number[];
}

/** Deletes everything up to an entry for oneself. */
export interface ClearPayload {
  type: "clear";
  up_to: number;
}

export type VoiceItem = OutboxItem<VoicePayload>;
export type MessageItem = OutboxItem<MessagePayload>;

export function isVoice(item: OutboxItem): item is VoiceItem {
  return item.payload.type === "voice";
}

/** True for what is a bubble. */
export function isMessageItem(item: OutboxItem): item is MessageItem {
  const { type } = item.payload;
  return type !== "change" && type !== "hide" && type !== "clear";
}

export function isCancelled(item: OutboxItem): boolean {
  return isVoice(item) && item.payload.recording === "cancelled";
}

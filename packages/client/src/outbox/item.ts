import type {
  Ack,
  BlobId,
  ConversationId,
  ErrorCode,
  LinkPreview,
  SendableContent,
  TalkId,
} from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { ContactCardView, FileView, LocationView, Mention, PictureInput, VideoView } from "../types.ts";

/** A message that was composed here and is not yet in this device's copy of the log. */
export interface OutboxItem<P extends Payload = Payload> {
  /** Order of composing on this device; never reused. */
  position: number;
  client_id: string;
  conversation_id: ConversationId;
  /** On the device's clock, milliseconds. */
  composed_at: number;
  state: ItemState;
  payload: P;
}

export type ItemState =
  /** Its file is on its way to the server; others may be sent meanwhile. */
  | { phase: "uploading" }
  /** Waits for its turn, or for the answer to its sending. */
  | { phase: "waiting" }
  /** Refused for good; those behind it go on. */
  | { phase: "failed"; reason: ErrorCode }
  /** Acknowledged, but entries before it have not arrived yet. */
  | { phase: "acked"; ack: Ack }
  /** A talk whose start is acknowledged; its packets are on their way. */
  | { phase: "started"; ack: Ack; talk_id: TalkId };

export type Payload =
  | TextPayload
  | ImagePayload
  | FilePayload
  | VideoPayload
  | LocationPayload
  | ContactCardPayload
  | VoicePayload;

export interface TextPayload {
  type: "text";
  text: string;
  mentions?: Mention[] | undefined;
  preview?: LinkPreview | undefined;
}

/** Until `blob_id` is known, which is when it has been uploaded, it is kept under the key of its message. */
export type FilePayload = FileView;

/** The video is kept as a file is; its poster is among the cache's blobs. */
export type VideoPayload = VideoView;

export type LocationPayload = LocationView;
export type ContactCardPayload = ContactCardView;

/** Its bytes are among the cache's blobs. */
export interface ImagePayload extends Omit<PictureInput, "bytes"> {
  type: "image";
  blob_id: BlobId;
  size: number;
  album_id?: string | undefined;
}

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

/** What is sent. @throws media_missing for a file that was not uploaded */
export function sendableOf(payload: Exclude<Payload, VoicePayload>): SendableContent {
  if (!hasFile(payload)) return payload;
  const { blob_id } = payload;
  if (blob_id === null) throw new FeiliaoError("media_missing");
  return { ...payload, blob_id };
}

export type VoiceItem = OutboxItem<VoicePayload>;

export function isVoice(item: OutboxItem): item is VoiceItem {
  return item.payload.type === "voice";
}

export function isCancelled(item: OutboxItem): boolean {
  return isVoice(item) && item.payload.recording === "cancelled";
}

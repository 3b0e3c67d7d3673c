import type { Ack, BlobId, ConversationId, ErrorCode, TalkId } from "@feiliao/protocol";
import type { Mention, PictureInput } from "../types.ts";

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
  /** Waits for its turn, or for the answer to its sending. */
  | { phase: "waiting" }
  /** Refused for good; those behind it go on. */
  | { phase: "failed"; reason: ErrorCode }
  /** Acknowledged, but entries before it have not arrived yet. */
  | { phase: "acked"; ack: Ack }
  /** A talk whose start is acknowledged; its packets are on their way. */
  | { phase: "started"; ack: Ack; talk_id: TalkId };

export type Payload = TextPayload | ImagePayload | VoicePayload;

export interface TextPayload {
  type: "text";
  text: string;
  mentions?: Mention[];
}

/** Its bytes are among the cache's blobs. */
export interface ImagePayload extends Omit<PictureInput, "bytes"> {
  type: "image";
  blob_id: BlobId;
  size: number;
}

/** Its packets are in the cache's table of packets until the server has them. */
export interface VoicePayload {
  type: "voice";
  recording: "running" | "finished" | "cancelled";
  packets: number;
  /** 64 values 0..31, or empty when the recording was cut short. */
  waveform: number[];
}

export type VoiceItem = OutboxItem<VoicePayload>;

export function isVoice(item: OutboxItem): item is VoiceItem {
  return item.payload.type === "voice";
}

export function isCancelled(item: OutboxItem): boolean {
  return isVoice(item) && item.payload.recording === "cancelled";
}

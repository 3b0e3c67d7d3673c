import type { Ack, ConversationId, EntryContent, ErrorCode, MessageChange, TalkId } from "@feiliao/protocol";

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
  /** The message that it passes on, whose files must become the sender's own first. */
  forwards?: { conversation_id: ConversationId; seq: number };
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

export type Payload = MessagePayload | ChangePayload | HidePayload | ClearPayload;
export type MessagePayload = TextPayload | ImagePayload | VoicePayload;
/** What becomes an entry of the log as it is. */
export type SentPayload = TextPayload | ImagePayload | ChangePayload;

type ContentOf<Type extends EntryContent["type"]> = Extract<EntryContent, { type: Type }>;

export type TextPayload = Omit<ContentOf<"text">, "expires_in_s">;

/** Its bytes are among the cache's blobs, or among those that it forwards. */
export type ImagePayload = Omit<ContentOf<"image">, "expires_in_s">;

/** Its packets are in the cache's table of packets until the server has them. */
export interface VoicePayload {
  type: "voice";
  recording: "running" | "finished" | "cancelled";
  packets: number;
  /** 64 values 0..31, or empty when the recording was cut short. */
  waveform: number[];
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

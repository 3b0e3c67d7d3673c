import { createHash } from "node:crypto";
import type { AccountId, BlobId, ConversationId, DeviceId, ErrorCode } from "@feiliao/protocol";

/** When something happened, on the run's one clock. Only the order counts, so any unit will do. */
export type Moment = number;

/** What a sender was told (D15). `unknown`: no answer came, so the message is in the log or it is not. */
export type SendOutcome =
  | { type: "acknowledged"; epoch: number; seq: number; server_time: number }
  | { type: "rejected"; code: ErrorCode }
  | { type: "unknown" };

/** One send, from its first try to what came of it; a send that was repeated by other devices is several. */
export interface Send {
  conversation_id: ConversationId;
  account_id: AccountId;
  device_id: DeviceId;
  client_id: string;
  /** Which of the device's sends to this conversation it is, from 1; null: sent without an order. */
  device_seq: number | null;
  /** See `fingerprint`. */
  content: string;
  /** Files the content refers to. */
  blobs?: readonly BlobId[];
  invoked_at: Moment;
  /** Null while it has not come to an end. */
  completed_at: Moment | null;
  outcome: SendOutcome;
}

/** A look at the end of a log, by any way of reading. */
export interface Read {
  conversation_id: ConversationId;
  account_id: AccountId;
  invoked_at: Moment;
  last_seq: number;
}

/** One entry that a device took into what it has of a log, in the order in which it did. */
export interface Received {
  seq: number;
  client_id: string;
  content: string;
}

/**
 * What one device has of one log, from where it began. A device that is told to start anew (a reset) begins
 * another slice.
 */
export interface Slice {
  device_id: DeviceId;
  account_id: AccountId;
  conversation_id: ConversationId;
  epoch: number;
  received: Received[];
  /** True when the device says that it is up to date, so that the slice must reach the end of the log. */
  caught_up: boolean;
}

/** A notification, sound or other sign of news that a device gave its person. */
export interface Notification {
  device_id: DeviceId;
  conversation_id: ConversationId;
  client_id: string;
  sender: AccountId;
}

export interface Watermarks {
  delivered: number;
  read: number;
  heard: number;
}

/**
 * Somebody's watermarks as one device saw them, in the order in which it did. What is pushed and what is pulled
 * may overtake each other, so each is a view of its own; what a person sees on the screen is one view.
 */
export interface ReceiptsSeen extends Watermarks {
  device_id: DeviceId;
  view: "pushed" | "pulled" | "screen";
  conversation_id: ConversationId;
  account_id: AccountId;
}

/** The server's answer to a device that moved its own watermarks. */
export interface ReceiptsAnswered extends Watermarks {
  conversation_id: ConversationId;
  account_id: AccountId;
}

/** An effect outside, as the far side counted it (D14). */
export interface EffectSeen {
  key: string;
  times: number;
  times_max: number;
}

/** Everything that the clients of one run know. */
export interface History {
  sends: readonly Send[];
  reads: readonly Read[];
  slices: readonly Slice[];
  notifications: readonly Notification[];
  receipts_seen: readonly ReceiptsSeen[];
  receipts_answered: readonly ReceiptsAnswered[];
  effects: readonly EffectSeen[];
}

export const EMPTY_HISTORY: History = {
  sends: [],
  reads: [],
  slices: [],
  notifications: [],
  receipts_seen: [],
  receipts_answered: [],
  effects: [],
};

/** Longer ones are kept as their hash, so that millions of them fit into memory. */
const PLAIN_CHARACTERS_MAX = 200;

/** The same for equal contents, whatever the order of their fields. */
export function fingerprint(content: object): string {
  const text = JSON.stringify(content, (_, value: unknown) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  if (text.length <= PLAIN_CHARACTERS_MAX) return text;
  return createHash("sha256").update(text).digest("base64url");
}

import type {
  AccountId,
  ConversationId,
  ErrorCode,
  KeptContent,
  LinkPreview,
  Output,
  SendableContent,
} from "@feiliao/protocol";
import type { SendOptions } from "./sms-types.ts";
import type { Mention, MessageView } from "./types.ts";

/** What a text may say besides its words. */
export interface TextOptions extends SendOptions {
  /** Seq of the message that it answers. */
  reply_to?: number | undefined;
  /** Members who are called by name. */
  mentions?: Mention[] | undefined;
  /** Of a link in the text, as the server has made it. */
  preview?: LinkPreview | undefined;
}

export type Wording = Output<"message/history">["wordings"][number];

/** What became of the message that another one answers. */
export type Quoted =
  | { state: "there"; message: MessageView }
  /** It was recalled, has disappeared, or was deleted by this person. */
  | { state: "gone" }
  /** It was written before this person came. */
  | { state: "before_my_time" }
  /** It is not on this device, and the server cannot be asked. */
  | { state: "unknown" };

/**
 * What can be done with a message. Changes show at once and are sent in the order of all sends; one that the server
 * refuses is undone and told of by a `change_refused` event.
 */
export interface Messages {
  /** Other words for a text, or for what stands below a picture; also while it waits to be sent. */
  edit(message: MessageView, text: string, mentions?: (AccountId | "all")[]): Promise<void>;
  /** For everybody; one that waits still is taken out of the outbox. */
  recall(message: MessageView): Promise<void>;
  /** null takes the reaction back. */
  react(message: MessageView, emoji: string | null): Promise<void>;
  pin(message: MessageView, pinned: boolean): Promise<void>;
  /** Deletes messages for this person, on all devices. */
  hide(messages: readonly MessageView[]): Promise<void>;
  /** Deletes everything in a conversation for this person, on all devices. */
  clear(conversation_id: ConversationId): Promise<void>;
  /** Sends copies to each of the conversations, in their order. Rejects when a voice message cannot be loaded. */
  forward(messages: readonly MessageView[], to: readonly ConversationId[]): Promise<void>;
  /** Every wording, the first one first. */
  history(message: MessageView): Promise<readonly Wording[]>;
  /** What a message answers, from this device or from the server. */
  quoted(conversation_id: ConversationId, seq: number): Promise<Quoted>;
  mayEdit(message: MessageView): boolean;
  mayRecall(message: MessageView): boolean;
}

export interface Favourite {
  favourite_id: string;
  position: number;
  conversation_id: ConversationId;
  seq: number;
  sender: AccountId;
  sender_name: string | null;
  content: KeptContent;
  /** When it was written. */
  at: number;
}

/** Copies of messages that stay with this person, whatever becomes of the messages. */
export interface Favourites {
  /** The latest first. */
  readonly list: readonly Favourite[];
  of(message: MessageView): Favourite | null;
  /** @throws {FeiliaoError} `limit_reached` and others of favourite/set */
  add(message: MessageView): Promise<void>;
  remove(favourite_id: string): Promise<void>;
  /** Sends a copy to each of the conversations. */
  send(favourite: Favourite, to: readonly ConversationId[]): Promise<void>;
  /** Packets of a voice message. */
  packets(favourite: Favourite): Promise<Uint8Array[]>;
  /** The bytes of a file or a video. */
  file(favourite: Favourite): Promise<Blob>;
}

export interface ScheduledMessage {
  scheduled_id: string;
  conversation_id: ConversationId;
  content: SendableContent;
  due_at: number;
  /** Why it could not be sent when it was due. */
  failure: ErrorCode | null;
}

/** Messages that the server sends later. Needs the connection. */
export interface Schedule {
  /** Of a conversation, the next one first. */
  of(conversation_id: ConversationId): readonly ScheduledMessage[];
  text(conversation_id: ConversationId, text: string, due_at: number, options?: TextOptions): Promise<void>;
  change(message: ScheduledMessage, change: { text?: string; due_at?: number }): Promise<void>;
  cancel(message: ScheduledMessage): Promise<void>;
  /** Sends it in its place in the outbox, at most once whatever the server did meanwhile. */
  sendNow(message: ScheduledMessage): Promise<void>;
}

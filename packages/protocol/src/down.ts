import type { Entry } from "./entry.ts";
import type { ErrorBody } from "./errors.ts";
import type { AccountId, ConversationId, TalkId } from "./ids.ts";
import type { Member } from "./member.ts";
import type { AccountChange } from "./sync/account-change.ts";

/** A text frame from the server: the answer to a call, or an event. */
export type Down = Answer | Event;

export type Answer =
  | { id: number | string; output: unknown }
  | { id: number | string | null; error: ErrorBody };

export type Event =
  | EntryEvent
  | MembersEvent
  | AccountEvent
  | TypingEvent
  | TalkEvent
  | LaggingEvent
  | GoodbyeEvent;

/** A new entry of a conversation's log. Apply it when it is the next one, otherwise pull. */
export interface EntryEvent {
  event: "entry";
  conversation_id: ConversationId;
  epoch: number;
  entry: Entry;
}

/** New state of some members: watermarks, name, picture. */
export interface MembersEvent {
  event: "members";
  conversation_id: ConversationId;
  members: Member[];
}

/** A new item of the account's own log. */
export interface AccountEvent {
  event: "account";
  change: AccountChange;
}

/** Somebody is typing in the conversation this socket attends. */
export interface TypingEvent {
  event: "typing";
  conversation_id: ConversationId;
  account_id: AccountId;
  typing: boolean;
}

/** Voice frames with this handle follow: the talk, from `from_packet` on, as it is spoken. */
export interface TalkEvent {
  event: "talk";
  conversation_id: ConversationId;
  talk_id: TalkId;
  handle: number;
  from_packet: number;
}

/** This socket could not keep up, so events were withheld: pull with the token. */
export interface LaggingEvent {
  event: "lagging";
}

/** The server ends this socket; `retry` false means the device was signed out. */
export interface GoodbyeEvent {
  event: "goodbye";
  reason: "shutdown" | "revoked" | "idle";
  retry: boolean;
  retry_after_s: number;
}

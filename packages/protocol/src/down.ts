import { z } from "zod";
import { entry } from "./entry.ts";
import type { ErrorBody } from "./errors.ts";
import { conversationInfo } from "./group.ts";
import { accountId, conversationId, talkId } from "./ids.ts";
import { member } from "./member.ts";
import { accountChange } from "./sync/account-change.ts";
import { streamHandle } from "./talk/start.ts";

/** A text frame from the server: the answer to a call, or an event. */
export type Down = Answer | Event;

export type Answer =
  | { id: number | string; output: unknown }
  | { id: number | string | null; error: ErrorBody };

export const entryEvent = z
  .object({ event: z.literal("entry"), conversation_id: conversationId, epoch: z.int(), entry })
  .meta({
    description: "A new entry of a conversation's log. Apply it when it is the next one, otherwise pull.",
  });
export type EntryEvent = z.infer<typeof entryEvent>;

export const membersEvent = z
  .object({ event: z.literal("members"), conversation_id: conversationId, members: z.array(member) })
  .meta({
    description:
      "New state of some members: watermarks, name, picture. What different nodes push may overtake each other: a watermark below a known one is older news.",
  });
export type MembersEvent = z.infer<typeof membersEvent>;

export const infoEvent = z
  .object({ event: z.literal("info"), conversation_id: conversationId, info: conversationInfo })
  .meta({ description: "What the conversation is now, after an entry of it that changed that." });
export type InfoEvent = z.infer<typeof infoEvent>;

export const accountEvent = z
  .object({ event: z.literal("account"), change: accountChange })
  .meta({ description: "A new item of the account's own log." });
export type AccountEvent = z.infer<typeof accountEvent>;

export const typingEvent = z
  .object({
    event: z.literal("typing"),
    conversation_id: conversationId,
    account_id: accountId,
    typing: z.boolean(),
  })
  .meta({ description: "Somebody is typing in the conversation this socket attends." });
export type TypingEvent = z.infer<typeof typingEvent>;

export const talkEvent = z
  .object({
    event: z.literal("talk"),
    conversation_id: conversationId,
    talk_id: talkId,
    handle: streamHandle,
    from_packet: z.int().min(0),
  })
  .meta({
    description: "Voice frames with this handle follow: the talk, from `from_packet` on, as it is spoken.",
  });
export type TalkEvent = z.infer<typeof talkEvent>;

export const laggingEvent = z.object({ event: z.literal("lagging") }).meta({
  description:
    "Events may not have reached this socket, because it could not keep up or the server was not told of them: pull with the token.",
});
export type LaggingEvent = z.infer<typeof laggingEvent>;

export const goodbyeEvent = z
  .object({
    event: z.literal("goodbye"),
    reason: z.enum(["shutdown", "revoked"]),
    retry: z.boolean().meta({ description: "false: the device was signed out" }),
    retry_after_s: z.number().min(0).meta({ description: "how long to wait; spread over the clients" }),
  })
  .meta({ description: "The server ends this socket." });
export type GoodbyeEvent = z.infer<typeof goodbyeEvent>;

/** Every event by its name. Clients ignore names they do not know. */
export const EVENTS = {
  entry: entryEvent,
  members: membersEvent,
  info: infoEvent,
  account: accountEvent,
  typing: typingEvent,
  talk: talkEvent,
  lagging: laggingEvent,
  goodbye: goodbyeEvent,
} as const;
export type EventName = keyof typeof EVENTS;
export type Event = z.infer<(typeof EVENTS)[EventName]>;

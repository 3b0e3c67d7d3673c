import type { AccountId, Entry } from "@feiliao/protocol";
import { isCancelled, isVoice, type OutboxItem } from "../outbox/item.ts";
import type { ContentView, MessageState, MessageView } from "../types.ts";
import type { Log } from "./log.ts";
import type { Marks } from "./marks.ts";
import { composedVoice, loggedVoice } from "./voice-view.ts";

/** What the view of an entry depends on besides the entry. */
export interface Viewpoint {
  conversation_id: MessageView["conversation_id"];
  me: AccountId;
  others: Marks;
  /** The outbox item that an entry of one's own came from, while its talk is not over. */
  composed(client_id: string): OutboxItem | undefined;
}

/** True for entries that are a bubble of their own; a talk that was cancelled is none any more. */
export function isBubble(entry: Entry, viewpoint: Viewpoint): boolean {
  if (entry.content.type === "talk_end" || entry.fold?.talk_end?.outcome === "cancelled") return false;
  const item = entry.content.type === "voice" ? viewpoint.composed(entry.client_id) : undefined;
  return !item || !isCancelled(item);
}

/** True when something that is loaded is a bubble. */
export function hasMessage({ log, viewpoint }: { log: Log; viewpoint: Viewpoint }): boolean {
  return log.entries.some((entry) => isBubble(entry, viewpoint));
}

const SHOWN = new Set(["text", "image", "file", "video", "location", "contact_card", "voice"]);

/** True for what is unread until its reader has seen it. */
export function isUnread(entry: Entry, viewpoint: Viewpoint): boolean {
  return SHOWN.has(entry.content.type) && entry.sender !== viewpoint.me && isBubble(entry, viewpoint);
}

/** True when it calls this person by name, or everybody. */
export function mentionsMe({ content }: Entry, { me }: Viewpoint): boolean {
  const mentions = "mentions" in content ? content.mentions : undefined;
  return mentions?.some((mention) => mention === me || mention === "all") ?? false;
}

export function entryView(entry: Entry, viewpoint: Viewpoint): MessageView {
  const { conversation_id, me, others } = viewpoint;
  const mine = entry.sender === me;
  const item = mine ? viewpoint.composed(entry.client_id) : undefined;
  return {
    key: entry.client_id,
    conversation_id,
    seq: entry.seq,
    sender: entry.sender,
    mine,
    at: entry.server_time,
    state: !mine ? "sent" : item ? "sending" : stateOf(entry, others),
    content: item && isVoice(item) ? composedVoice(item.payload, talkOf(entry)) : contentOf(entry),
  };
}

/** An entry that the server does not have any more. */
export function lostView(entry: Entry, viewpoint: Viewpoint): MessageView {
  return { ...entryView(entry, viewpoint), seq: null, state: "lost" };
}

export function composedView(item: OutboxItem, sending: boolean, me: AccountId): MessageView {
  const { client_id, conversation_id, state } = item;
  return {
    key: client_id,
    conversation_id,
    seq: null,
    sender: me,
    mine: true,
    at: item.composed_at,
    state: composedState(item, sending),
    ...(state.phase === "failed" && { failure: state.reason }),
    content: composedContent(item),
  };
}

function stateOf({ seq, content }: Entry, others: Marks): MessageState {
  if (content.type === "voice" && seq <= others.heard) return "heard";
  if (seq <= others.read) return "read";
  return seq <= others.delivered ? "delivered" : "sent";
}

function composedState({ state }: OutboxItem, sending: boolean): MessageState {
  switch (state.phase) {
    case "failed":
      return "failed";
    case "acked":
      return "sent";
    case "started":
      return "sending";
    case "uploading":
    case "waiting":
      return sending ? "sending" : "queued";
  }
}

function talkOf({ content }: Entry) {
  return content.type === "voice" ? content.talk_id : null;
}

/** Sealed content and types of a later version are shown as "update the app". */
function contentOf(entry: Entry): ContentView {
  const { content, enc } = entry;
  if (enc !== 0) return { type: "unknown" };
  switch (content.type) {
    case "text":
    case "image":
    case "membership":
    case "info":
    case "file":
    case "video":
    case "location":
    case "contact_card":
      return content;
    case "voice":
      return loggedVoice({ ...entry, content });
    default:
      return { type: "unknown" };
  }
}

function composedContent({ payload, state }: OutboxItem): ContentView {
  switch (payload.type) {
    case "text":
    case "file":
    case "video":
    case "location":
    case "contact_card":
      return payload;
    case "image":
      return { ...payload, blob_id: state.phase === "acked" ? payload.blob_id : null };
    case "voice":
      return composedVoice(payload, state.phase === "started" ? state.talk_id : null);
  }
}

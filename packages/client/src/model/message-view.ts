import type { AccountId, Entry } from "@feiliao/protocol";
import { isMessage } from "@feiliao/protocol/message-type";
import { isCancelled, isVoice, type MessageItem, type OutboxItem } from "../outbox/item.ts";
import type { SmsRecipientView } from "../sms-types.ts";
import type { ContentView, MessageState, MessageView } from "../types.ts";
import { NOTHING_KNOWN } from "./kept-sms.ts";
import type { Log } from "./log.ts";
import type { Marks } from "./marks.ts";
import type { PendingChanges } from "./pending-changes.ts";
import { composedVoice, loggedVoice } from "./voice-view.ts";

/** What the view of an entry depends on besides the entry. */
export interface Viewpoint {
  conversation_id: MessageView["conversation_id"];
  me: AccountId;
  others: Marks;
  /** The outbox item that an entry of one's own came from, while its talk is not over. */
  composed(client_id: string): OutboxItem | undefined;
  /** Whether the person has deleted the entry for themselves. */
  hides(seq: number): boolean;
  pending: PendingChanges;
  /** To whom an entry of one's own went as SMS. */
  sms(seq: number): readonly SmsRecipientView[] | undefined;
}

/** Entries that only change others. */
const CHANGES: ReadonlySet<string> = new Set(["talk_end", "edit", "recall", "reaction", "pin"]);

/**
 * True for entries that are a bubble, or a line, of their own. What was recalled leaves a line; a talk that was
 * cancelled and a message that has disappeared leave none.
 */
export function isBubble(entry: Entry, viewpoint: Viewpoint): boolean {
  const { content, fold } = entry;
  if (CHANGES.has(content.type) || fold?.talk_end?.outcome === "cancelled") return false;
  if (content.type === "erased" && !fold?.recalled) return false;
  if (viewpoint.hides(entry.seq)) return false;
  const item = content.type === "voice" ? viewpoint.composed(entry.client_id) : undefined;
  return !item || !isCancelled(item);
}

/** True when something that is loaded is a bubble. */
export function hasMessage({ log, viewpoint }: { log: Log; viewpoint: Viewpoint }): boolean {
  return log.entries.some((entry) => isBubble(entry, viewpoint));
}

/** True for what is unread until its reader has seen it. */
export function isUnread(entry: Entry, viewpoint: Viewpoint): boolean {
  return isMessage(entry.content) && entry.sender !== viewpoint.me && isBubble(entry, viewpoint);
}

/** True when it calls this person by name, or everybody. */
export function mentionsMe({ content }: Entry, { me }: Viewpoint): boolean {
  const mentions = "mentions" in content ? content.mentions : undefined;
  return mentions?.some((mention) => mention === me || mention === "all") ?? false;
}

/** `entry` with what is pending for it. */
export function entryView(entry: Entry, viewpoint: Viewpoint): MessageView {
  const { conversation_id, me, others } = viewpoint;
  const { content, fold } = entry;
  const mine = entry.sender === me;
  const item = mine ? viewpoint.composed(entry.client_id) : undefined;
  const sms = mine ? viewpoint.sms(entry.seq) : undefined;
  return {
    key: entry.client_id,
    conversation_id,
    seq: entry.seq,
    sender: entry.sender,
    mine,
    at: entry.server_time,
    state: !mine ? "sent" : item ? "sending" : stateOf(entry, others),
    content: item && isVoice(item) ? composedVoice(item.payload, talkOf(entry)) : contentOf(entry),
    ...saidBesides(content),
    ...(sms && { sms }),
    ...(fold?.edit && { edited_at: fold.edit.at }),
    ...(fold?.reactions && { reactions: fold.reactions }),
    ...("expires_in_s" in content &&
      content.expires_in_s && { expires_at: entry.server_time + content.expires_in_s * 1_000 }),
  };
}

/** An entry that the server does not have any more. */
export function lostView(entry: Entry, viewpoint: Viewpoint): MessageView {
  return { ...entryView(entry, viewpoint), seq: null, state: "lost" };
}

export function composedView(
  item: MessageItem,
  sending: boolean,
  { me, pending }: Pick<Viewpoint, "me" | "pending">,
): MessageView {
  const { client_id, conversation_id, state } = item;
  const edit = pending.editOf(client_id);
  return {
    key: client_id,
    conversation_id,
    seq: null,
    sender: me,
    mine: true,
    at: item.composed_at,
    state: composedState(item, sending),
    ...(state.phase === "failed" && { failure: state.reason, price_now: state.fen }),
    content: withWords(composedContent(item), edit?.text),
    ...saidBesides(item.payload),
    ...(item.sms && { sms: NOTHING_KNOWN }),
    ...(edit && { edited_at: edit.at }),
  };
}

/** What a message says about itself: which one it answers, and that it was written elsewhere. */
function saidBesides(content: object): Pick<MessageView, "reply_to" | "forwarded"> {
  const { reply_to, forwarded } = content as Pick<MessageView, "reply_to" | "forwarded">;
  return { ...(reply_to !== undefined && { reply_to }), ...(forwarded && { forwarded }) };
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
  const { content, enc, fold } = entry;
  if (enc !== 0) return { type: "unknown" };
  switch (content.type) {
    case "text":
    case "image":
    case "file":
    case "video":
      return withWords(content, fold?.edit?.text);
    case "membership":
    case "info":
    case "location":
    case "contact_card":
      return content;
    case "voice":
      return loggedVoice({ ...entry, content });
    case "erased":
      return fold?.recalled ? { type: "recalled", by: fold.recalled.by } : { type: "unknown" };
    default:
      return { type: "unknown" };
  }
}

/** With other words: the text itself, or what stands below a picture. */
function withWords(content: ContentView, words: string | undefined): ContentView {
  if (words === undefined) return content;
  if (content.type === "text") return { ...content, text: words };
  const captioned = content.type === "image" || content.type === "file" || content.type === "video";
  return captioned ? { ...content, caption: words } : content;
}

function composedContent({ payload, state }: MessageItem): ContentView {
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

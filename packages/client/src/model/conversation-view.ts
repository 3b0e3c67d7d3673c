import type { Member } from "@feiliao/protocol";
import type { ConversationRecord } from "../cache/records.ts";
import type { ConversationView, MessageView } from "../types.ts";
import type { Conversation } from "./conversation.ts";
import { composedView, entryView, isBubble, isUnread, lostView } from "./message-view.ts";

export function conversationView(conversation: Conversation): ConversationView {
  const { record, account, draft, typing } = conversation;
  const me = conversation.me;
  const peer = peerOf(conversation);
  const address = addressOf(peer ?? me, record);
  const last = lastMessage(conversation);
  return {
    conversation_id: record.conversation_id,
    kind: record.kind,
    title: record.title ?? account.remarkName(address) ?? peer?.name ?? numberOf(address),
    address,
    peer,
    members: record.members,
    me: me && { ...me, ...conversation.marks },
    last,
    unread: unreadCount(conversation),
    lost: lostMessages(conversation).length,
    draft,
    typing,
    active_at: Math.max(record.at, last?.at ?? 0),
  };
}

/** Conversations that somebody else opened and nobody wrote in stay out of sight. */
export function isShown(conversation: Conversation): boolean {
  const { listed, kind, opened_by_me } = conversation.record;
  const { last, lost } = conversation.view;
  return lost > 0 || (listed && (kind === "group" || opened_by_me || last !== null));
}

/** What the server has lost and this device has kept, as messages, but for those that are being sent again. */
export function lostMessages({ lost, waiting, viewpoint }: Conversation): MessageView[] {
  const sentAgain = new Set(waiting.map(({ client_id }) => client_id));
  return lost
    .filter((entry) => isBubble(entry, viewpoint) && !sentAgain.has(entry.client_id))
    .map((entry) => lostView(entry, viewpoint));
}

function peerOf({ record, account }: Conversation): Member | null {
  if (record.kind !== "direct") return null;
  return record.members.find((member) => member.account_id !== account.account_id) ?? null;
}

/** Of the other person; of oneself in a conversation with oneself. A group has none. */
function addressOf(person: Member | null, { kind, address }: ConversationRecord): string | null {
  if (person?.deleted) return null;
  return (kind === "direct" ? person?.address : null) ?? address;
}

function numberOf(address: string | null): string {
  return address?.replace(/^tel:/, "") ?? "";
}

function lastMessage(conversation: Conversation): MessageView | null {
  const { waiting, log, viewpoint } = conversation;
  const item = waiting.at(-1);
  if (item) return composedView(item, conversation.isSending(item.client_id), viewpoint.me);
  const entry = log.entries.findLast((candidate) => isBubble(candidate, viewpoint));
  return entry ? entryView(entry, viewpoint) : null;
}

function unreadCount({ log, marks, viewpoint }: Conversation): number {
  return log.from(marks.read + 1).filter((entry) => isUnread(entry, viewpoint)).length;
}

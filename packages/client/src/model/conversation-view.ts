import type { AccountId, Entry, Member } from "@feiliao/protocol";
import type { ConversationRecord } from "../cache/records.ts";
import type { ConversationView, MessageView } from "../types.ts";
import type { Conversation } from "./conversation.ts";
import { composedView, entryView, isBubble, isUnread, lostView, mentionsMe } from "./message-view.ts";
import { rightsOf } from "./rights.ts";

export function conversationView(conversation: Conversation): ConversationView {
  const { record, account, draft, typing } = conversation;
  const me = conversation.me;
  const peer = peerOf(conversation);
  const address = addressOf(peer ?? me, record);
  const last = lastMessage(conversation);
  const unread = unreadEntries(conversation);
  return {
    conversation_id: record.conversation_id,
    kind: record.kind,
    title:
      record.info?.title ?? record.title ?? account.remarkName(address) ?? peer?.name ?? numberOf(address),
    address,
    picture: record.info?.picture ?? peer?.picture ?? null,
    state: record.state,
    invited_by: record.invited_by,
    info: record.info,
    settings: account.kept.settings(record.conversation_id),
    blocked: record.kind === "direct" && account.kept.isBlocked(address),
    rights: rightsOf(conversation),
    nameOf: (account_id) => nameOf(conversation, account_id),
    peer,
    members: record.members,
    me: me && { ...me, ...conversation.marks },
    last,
    unread: unread.length,
    mentions: unread.filter((entry) => mentionsMe(entry, conversation.viewpoint)).length,
    lost: lostMessages(conversation).length,
    draft: draft.text,
    draft_reply_to: draft.reply_to,
    pins: conversation.pins,
    sms: (account.sms.rate(record.conversation_id)?.recipients.length ?? 0) > 0,
    typing,
    active_at: Math.max(record.at, last?.at ?? 0),
  };
}

/** Conversations that somebody else opened and nobody wrote in stay out of sight, and so do those one never saw. */
export function isShown(conversation: Conversation): boolean {
  const { listed, kind, opened_by_me, state } = conversation.record;
  const { last, lost } = conversation.view;
  const belongs = state === "active" || state === "invited" || state === "requested";
  const own = kind === "direct" ? opened_by_me : belongs;
  return lost > 0 || (listed && (own || last !== null || hasDeleted(conversation)));
}

/** What was written there is gone for this person only. */
function hasDeleted({ concealed }: Conversation): boolean {
  return concealed.cleared > 0 || concealed.seqs.size > 0;
}

/** What a person is called here: the remark name, else their own name, else their number; empty when unknown. */
function nameOf({ account, record }: Conversation, account_id: AccountId): string {
  const { address, name } = account.met(account_id);
  const member = record.members.find((candidate) => candidate.account_id === account_id);
  return account.remarkName(address) ?? member?.name ?? name ?? numberOf(address);
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
  if (item) return composedView(item, conversation.isSending(item.client_id), viewpoint);
  const entry = log.entries.findLast((candidate) => isBubble(candidate, viewpoint));
  return entry ? entryView(viewpoint.pending.applyTo(entry), viewpoint) : null;
}

function unreadEntries({ log, marks, viewpoint }: Conversation): Entry[] {
  return log.from(marks.read + 1).filter((entry) => isUnread(entry, viewpoint));
}

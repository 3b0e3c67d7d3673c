import type { AccountId, ConversationId, Entry } from "@feiliao/protocol";
import { disappears } from "../store/append-rules.ts";
import type { Store } from "../store/store.ts";

/** A group is not looked through for one member further than this: those of SMS are small. */
const MEMBERS_MAX = 200;
/** More are not counted one by one. */
const COUNTED_MAX = 99;

/** How far a member has come, as another one may know it; null: they are none, or it is not told. */
export async function watermarksOf(
  { conversations }: Pick<Store, "conversations">,
  conversation_id: ConversationId,
  reader: AccountId,
  account_id: AccountId,
): Promise<{ delivered: number; read: number } | null> {
  const members = await conversations.members(conversation_id, reader, "active", null, MEMBERS_MAX);
  return members.find((member) => member.account_id === account_id) ?? null;
}

/** How many messages of somebody come after a seq. */
export async function unreadCount(
  { conversations }: Pick<Store, "conversations">,
  conversation_id: ConversationId,
  sender: AccountId,
  read: number,
): Promise<number> {
  const { entries } = await conversations.read(conversation_id, sender, {
    after_seq: read,
    limit: COUNTED_MAX,
  });
  return entries.filter((entry) => isWaiting(entry, sender)).length;
}

/** Whether it is a message of somebody's that can still be read. */
export function isWaiting(entry: Entry, sender: AccountId): boolean {
  return entry.sender === sender && disappears(entry.content) && !entry.fold?.recalled;
}

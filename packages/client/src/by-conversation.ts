import type { ConversationId } from "@feiliao/protocol";

/** Items by their conversation, in their order. (`Map.groupBy` is not in Node 20, nor in every browser we serve.) */
export function byConversation<Item extends { conversation_id: ConversationId }>(
  items: Iterable<Item>,
): Map<ConversationId, Item[]> {
  const groups = new Map<ConversationId, Item[]>();
  for (const item of items) {
    const group = groups.get(item.conversation_id);
    if (group) group.push(item);
    else groups.set(item.conversation_id, [item]);
  }
  return groups;
}

import type { HandsetMessage } from "./simulator-api.ts";

/**
 * Lists and events overtake each other: whatever comes, a message is there once, by id, and its state does not go
 * back. Ascending by id, which is the order of arrival.
 */
export function mergeMessages(
  present: readonly HandsetMessage[],
  news: readonly HandsetMessage[],
): HandsetMessage[] {
  const merged = new Map(present.map((message) => [message.id, message]));
  for (const message of news) {
    const known = merged.get(message.id);
    if (!known || !isSettled(known)) merged.set(message.id, message);
  }
  return [...merged.values()].sort((a, b) => a.id - b.id);
}

function isSettled({ state }: HandsetMessage): boolean {
  return state === "delivered" || state === "sent" || state === "failed";
}

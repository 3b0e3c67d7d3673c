import type { HandsetMessage } from "./simulator-api.ts";

/**
 * Lists and events overtake each other: whatever comes, a message is there once, by id, its state does not go back, and
 * a long one does not lose parts that have come. Ascending by id, which is the order of arrival.
 */
export function mergeMessages(
  present: readonly HandsetMessage[],
  news: readonly HandsetMessage[],
): HandsetMessage[] {
  const merged = new Map(present.map((message) => [message.id, message]));
  for (const message of news) {
    const known = merged.get(message.id);
    if (!known || isNews(known, message)) merged.set(message.id, message);
  }
  return [...merged.values()].sort((a, b) => a.id - b.id);
}

function isNews(known: HandsetMessage, message: HandsetMessage): boolean {
  if (message.missing !== known.missing) return message.missing < known.missing;
  return !isSettled(known);
}

function isSettled({ state }: HandsetMessage): boolean {
  return state !== "arrived" && state !== "sending";
}

import type { ContentType } from "./content.ts";

/** Entries that somebody said something with, and that can be answered, forwarded, recalled and counted as unread. */
const MESSAGE_TYPES = [
  "text",
  "image",
  "video",
  "file",
  "voice",
  "location",
  "contact_card",
] as const satisfies readonly ContentType[];
export type MessageType = (typeof MESSAGE_TYPES)[number];

export function isMessage<Content extends { type: string }>(
  content: Content,
): content is Extract<Content, { type: MessageType }> {
  return (MESSAGE_TYPES as readonly string[]).includes(content.type);
}

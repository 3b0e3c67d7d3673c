import type { ConversationView } from "@feiliao/client";
import { showNumber } from "./show-number.ts";

/** The title of a conversation; one that is only a number is grouped as people write it. */
export function shownTitle({ title }: Pick<ConversationView, "title">): string {
  return /^\+\d+$/.test(title) ? showNumber(title) : title;
}

import type { ConversationView } from "@feiliao/client";
import { t } from "../i18n/language.ts";
import { showNumber } from "./show-number.ts";

/** The title of a conversation; one that is only a number is grouped as people write it. */
export function shownTitle({ title, peer }: Pick<ConversationView, "title" | "peer">): string {
  if (peer?.deleted && title === "") return t().conversation.deleted_account;
  return /^\+\d+$/.test(title) ? showNumber(title) : title;
}

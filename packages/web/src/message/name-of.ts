import type { ConversationView } from "@feiliao/client";
import type { AccountId } from "@feiliao/protocol";
import { t } from "../i18n/language.ts";
import { shownTitle } from "../numbers/shown-title.ts";

/** What somebody is called in a conversation. */
export function nameOf(conversation: ConversationView, account_id: AccountId): string {
  if (account_id === conversation.me?.account_id) return t().conversation.you_said;
  if (conversation.kind === "direct") return shownTitle(conversation);
  return conversation.nameOf(account_id);
}

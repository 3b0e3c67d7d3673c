import type { AccountId, ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Services } from "../services.ts";

/** That the account is in the conversation or was: what it keeps about it is its own. @throws not_found */
export async function requireKnown(
  { store }: Pick<Services, "store">,
  conversation_id: ConversationId,
  account_id: AccountId,
): Promise<void> {
  if (!(await store.conversations.standing(conversation_id, account_id))) throw new FeiliaoError("not_found");
}

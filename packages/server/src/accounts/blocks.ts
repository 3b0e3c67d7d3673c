import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { Store } from "../store/store.ts";
import { keptKey } from "./kept-keys.ts";

type BlockStore = { accounts: Store["accounts"]; conversations: Store["conversations"] };

/** Whether an account takes nothing from an address. */
export async function isBlocked(
  accounts: Store["accounts"],
  account_id: AccountId,
  address: string,
): Promise<boolean> {
  const kept = await accounts.kept(account_id, keptKey.block(address));
  return kept?.type === "block" && kept.blocked;
}

/**
 * Copies what an account has decided about a person to their direct conversation, where the right to write is
 * decided. Until the decision is still what was copied: of two nodes, the one that read the older has not the last word.
 */
export async function copyBlock(
  { accounts, conversations }: BlockStore,
  { account_id, address }: { account_id: AccountId; address: string },
  person: { account_id: AccountId; conversation_id: ConversationId },
): Promise<void> {
  let blocked: boolean;
  do {
    blocked = await isBlocked(accounts, account_id, address);
    await conversations.setBlocked(person.conversation_id, person.account_id, blocked);
  } while (blocked !== (await isBlocked(accounts, account_id, address)));
}

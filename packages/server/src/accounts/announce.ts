import type { AccountId } from "@feiliao/protocol";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { Store } from "../store/store.ts";

/** Rings the newest item of an account's log at the account's own devices. */
export async function announceAccountLog(
  { store, log }: { store: Pick<Store, "accounts">; log: ConversationLog },
  account_id: AccountId,
): Promise<void> {
  const { position } = await store.accounts.log(account_id, 0, 0);
  const { changes } = await store.accounts.log(account_id, position - 1, 1);
  for (const change of changes) log.announceAccountChange(account_id, change);
}

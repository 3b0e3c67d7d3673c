import type { AccountId, ConversationId, MembershipContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { personOf } from "../../conversation/asked-in.ts";
import type { Store } from "../../store/store.ts";
import { takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { changingBudget } from "./budgets.ts";

export function groupChange({
  store,
  log,
  clock,
}: Pick<Services, "store" | "log" | "clock">): Handler<"group/change"> {
  return async ({ conversation_id, client_id, change, account_ids, until }, { caller, socket }) => {
    const now = clock.now();
    await takeBudget(store.limits, changingBudget(caller.account_id), now);
    if (change === "added") await requireRequests(store, caller.account_id, conversation_id, account_ids);
    const ends = change === "muted" && until !== undefined ? { until } : {};
    const content: MembershipContent = { type: "membership", change, account_ids, ...ends };
    const people =
      change === "added" ? await Promise.all(account_ids.map((id) => personOf(store.accounts, id))) : [];
    const intent = { ...caller, conversation_id, client_id, content, people, now };
    const { epoch, seq, server_time } = await log.append(intent, socket?.id ?? null);
    return { epoch, seq, server_time };
  };
}

/** Consent comes before rights: this adds only those who have asked. A repeat finds them added. */
async function requireRequests(
  { conversations }: Pick<Store, "conversations">,
  caller: AccountId,
  conversation_id: ConversationId,
  account_ids: readonly AccountId[],
): Promise<void> {
  if (!(await conversations.isMember(conversation_id, caller))) throw new FeiliaoError("not_found");
  for (const account_id of account_ids) {
    const state = (await conversations.standing(conversation_id, account_id))?.standing.state;
    if (state !== "requested" && state !== "active") throw new FeiliaoError("not_a_member");
  }
}

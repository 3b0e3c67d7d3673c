import { FeiliaoError } from "@feiliao/protocol/errors";
import { takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { askIn } from "./ask-in.ts";
import { askingBudget } from "./budgets.ts";

export function groupAdd(services: Pick<Services, "store" | "log" | "clock">): Handler<"group/add"> {
  return async ({ conversation_id, client_id, account_ids }, { caller }) => {
    const { store, clock } = services;
    // Before anything else is said about anybody: to all others the group does not exist.
    if (!(await store.conversations.isMember(conversation_id, caller.account_id))) {
      throw new FeiliaoError("not_found");
    }
    await takeBudget(store.limits, askingBudget(caller.account_id), clock.now());
    return askIn(services, caller, { conversation_id, client_id }, account_ids);
  };
}

import { takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { changingBudget } from "./budgets.ts";

export function groupSet({
  store,
  log,
  clock,
}: Pick<Services, "store" | "log" | "clock">): Handler<"group/set"> {
  return async ({ conversation_id, client_id, ...change }, { caller, socket }) => {
    const now = clock.now();
    await takeBudget(store.limits, changingBudget(caller.account_id), now);
    const content = { type: "info", ...change } as const;
    const intent = { ...caller, conversation_id, client_id, content, now };
    const { epoch, seq, server_time } = await log.append(intent, socket?.id ?? null);
    return { epoch, seq, server_time };
  };
}

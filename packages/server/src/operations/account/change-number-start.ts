import { DAY_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

/** Besides the budgets of codes: an account is no way to ask for the SMS of others. */
const CODES_PER_DAY_MAX = 5;

export function accountChangeNumberStart({
  store,
  verification,
  clock,
}: Pick<Services, "store" | "verification" | "clock">): Handler<"account/change-number-start"> {
  return async (input, { caller, ip }) => {
    const budget = {
      key: `number changes ${caller.account_id}`,
      limit: CODES_PER_DAY_MAX,
      window_ms: DAY_MS,
    };
    await takeBudget(store.limits, budget, clock.now());
    return verification.start(input, ip);
  };
}

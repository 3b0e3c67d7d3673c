import { addressOf } from "../../accounts/address.ts";
import { DAY_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

/** Each change stays in the account's log. */
const CONTACTS_PER_DAY_MAX = 2_000;

export function contactSet({
  store,
  log,
  clock,
  doubts,
}: Pick<Services, "store" | "log" | "clock" | "doubts">): Handler<"contact/set"> {
  return async (input, { caller }) => {
    const { address } = addressOf(input.address);
    const { account_id } = caller;
    const budget = { key: `contacts ${account_id}`, limit: CONTACTS_PER_DAY_MAX, window_ms: DAY_MS };
    await takeBudget(store.limits, budget, clock.now());
    const set = store.accounts.setContact(account_id, address, input.name);
    log.announceAccountChange(account_id, await doubts.watch({ account_id }, set));
    return { address };
  };
}

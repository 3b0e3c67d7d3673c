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
}: Pick<Services, "store" | "log" | "clock">): Handler<"contact/set"> {
  return async (input, { caller }) => {
    const { address } = addressOf(input.address);
    const budget = { key: `contacts ${caller.account_id}`, limit: CONTACTS_PER_DAY_MAX, window_ms: DAY_MS };
    await takeBudget(store.limits, budget, clock.now());
    const change = await store.accounts.setContact(caller.account_id, address, input.name);
    log.announceAccountChange(caller.account_id, change);
    return { address };
  };
}

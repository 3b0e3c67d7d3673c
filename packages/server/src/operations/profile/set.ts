import { announceAccountLog } from "../../accounts/announce.ts";
import { HOUR_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

/** A change travels to every conversation of the person. */
const CHANGES_PER_HOUR_MAX = 30;

export function profileSet(
  services: Pick<Services, "store" | "log" | "clock" | "doubts">,
): Handler<"profile/set"> {
  return async ({ name, picture }, { caller }) => {
    const { store, clock, doubts } = services;
    const { account_id } = caller;
    const budget = { key: `profile ${account_id}`, limit: CHANGES_PER_HOUR_MAX, window_ms: HOUR_MS };
    await takeBudget(store.limits, budget, clock.now());
    const change = { ...(name !== undefined && { name }), ...(picture !== undefined && { picture }) };
    const profile = await doubts.watch({ account_id }, store.accounts.setProfile(account_id, change));
    await announceAccountLog(services, account_id);
    return profile;
  };
}

import type { AccountId } from "@feiliao/protocol";
import type { NewAccountChange } from "../store/account-store.ts";
import { DAY_MS, takeBudget } from "./budget.ts";
import type { Services } from "./services.ts";

/** Each change is a row, told to every device of the person. */
const CHANGES_PER_DAY_MAX = 20_000;

/**
 * Writes something that belongs to one person into their account's log and tells their devices.
 *
 * @throws limit_reached when there are `kept_max` of its type already
 */
export async function keep(
  { store, log, clock, doubts }: Pick<Services, "store" | "log" | "clock" | "doubts">,
  account_id: AccountId,
  key: string,
  change: NewAccountChange,
  kept_max?: number,
): Promise<void> {
  const budget = { key: `keep ${account_id}`, limit: CHANGES_PER_DAY_MAX, window_ms: DAY_MS };
  await takeBudget(store.limits, budget, clock.now());
  const kept = store.accounts.keep(account_id, key, change, kept_max);
  log.announceAccountChange(account_id, await doubts.watch({ account_id }, kept));
}

import { addressOf } from "../../accounts/address.ts";
import { copyBlock } from "../../accounts/blocks.ts";
import { keptKey } from "../../store/kept-keys.ts";
import { DAY_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

/** Each change stays in the account's log. */
const BLOCKS_PER_DAY_MAX = 500;

export function contactBlock({
  store,
  log,
  clock,
  random,
  doubts,
}: Pick<Services, "store" | "log" | "clock" | "random" | "doubts">): Handler<"contact/block"> {
  return async (input, { caller }) => {
    const { address } = addressOf(input.address);
    const { account_id } = caller;
    const { blocked } = input;
    const budget = { key: `blocks ${account_id}`, limit: BLOCKS_PER_DAY_MAX, window_ms: DAY_MS };
    await takeBudget(store.limits, budget, clock.now());
    const keeping = store.accounts.keep(account_id, keptKey.block(address), {
      type: "block",
      ...{ address, blocked },
    });
    log.announceAccountChange(account_id, await doubts.watch({ account_id }, keeping));
    // The outbox copies it to their conversation; here now, so that nothing is taken from the moment of the answer.
    await copyBlock({ store, clock, random }, { account_id, address });
    return { address, blocked };
  };
}

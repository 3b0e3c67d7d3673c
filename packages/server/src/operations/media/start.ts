import { DAY_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

const BYTES_PER_DAY_MAX = 2 * 1024 ** 3;

export function mediaStart({
  uploads,
  store,
  clock,
}: Pick<Services, "uploads" | "store" | "clock">): Handler<"media/start"> {
  return async ({ sha256, size }, { caller }) => {
    const { account_id } = caller;
    const budget = { key: `upload ${account_id}`, limit: BYTES_PER_DAY_MAX, window_ms: DAY_MS, amount: size };
    await takeBudget(store.limits, budget, clock.now());
    return uploads.start(account_id, sha256, size);
  };
}

import { FeiliaoError } from "@feiliao/protocol/errors";
import { DAY_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

const BYTES_PER_DAY_MAX = 2 * 1024 ** 3;

export function mediaStart({
  uploads,
  store,
  clock,
  uploads_total_bytes_max,
}: Pick<Services, "uploads" | "store" | "clock" | "uploads_total_bytes_max">): Handler<"media/start"> {
  return async ({ sha256, size }, { caller }) => {
    const { account_id } = caller;
    return uploads.start(account_id, sha256, size, async () => {
      if ((await store.media.used(account_id)) + size > uploads_total_bytes_max) {
        throw new FeiliaoError("quota_exceeded");
      }
      const budget = {
        key: `upload ${account_id}`,
        limit: BYTES_PER_DAY_MAX,
        window_ms: DAY_MS,
        amount: size,
      };
      await takeBudget(store.limits, budget, clock.now());
    });
  };
}

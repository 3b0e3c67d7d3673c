import { DAY_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

const PREVIEWS_PER_DAY_MAX = 1_000;

export function previewGet({
  previews,
  store,
  clock,
}: Pick<Services, "previews" | "store" | "clock">): Handler<"preview/get"> {
  return async ({ url }, { caller }) => {
    const { account_id } = caller;
    const budget = { key: `preview ${account_id}`, limit: PREVIEWS_PER_DAY_MAX, window_ms: DAY_MS };
    await takeBudget(store.limits, budget, clock.now());
    return { preview: await previews.of(account_id, url) };
  };
}

import { FeiliaoError } from "@feiliao/protocol/errors";
import { keptKey } from "../../store/kept-keys.ts";
import { DAY_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

/** Each change stays in the account's log. */
const CHANGES_PER_DAY_MAX = 5_000;

export function conversationSettings({
  store,
  log,
  clock,
  doubts,
}: Pick<Services, "store" | "log" | "clock" | "doubts">): Handler<"conversation/settings"> {
  return async ({ conversation_id, ...settings }, { caller }) => {
    const { account_id } = caller;
    // Former members too: what they have kept stays in their lists.
    if (!(await store.conversations.standing(conversation_id, account_id))) {
      throw new FeiliaoError("not_found");
    }
    const budget = { key: `settings ${account_id}`, limit: CHANGES_PER_DAY_MAX, window_ms: DAY_MS };
    await takeBudget(store.limits, budget, clock.now());
    const change = { type: "conversation_settings", conversation_id, ...settings } as const;
    const keeping = store.accounts.keep(account_id, keptKey.conversationSettings(conversation_id), change);
    log.announceAccountChange(account_id, await doubts.watch({ account_id }, keeping));
    return settings;
  };
}

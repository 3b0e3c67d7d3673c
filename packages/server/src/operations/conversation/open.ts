import type { AccountId, ConversationId } from "@feiliao/protocol";
import { addressOf } from "../../accounts/address.ts";
import { newId } from "../../platform/random.ts";
import { DAY_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

/** Against walking through the numbers of a country: whose conversations one may open in a day. */
const OPENED_PER_DAY_MAX = 300;

export function conversationOpen({
  store,
  log,
  clock,
  random,
  doubts,
}: Pick<Services, "store" | "log" | "clock" | "random" | "doubts">): Handler<"conversation/open"> {
  return async (input, { caller }) => {
    const { address, number } = addressOf(input.address);
    const now = clock.now();
    const budget = { key: `open ${caller.account_id}`, limit: OPENED_PER_DAY_MAX, window_ms: DAY_MS };
    await takeBudget(store.limits, budget, now);

    const own = await store.accounts.profile(caller.account_id);
    const { conversation_id } = await store.conversations.openDirect({
      opener: caller.account_id,
      opener_address: `tel:${own!.number}`,
      peer: await store.accounts.ensure(number, newId<AccountId>("account", random), now),
      peer_address: address,
      new_conversation_id: newId<ConversationId>("conversation", random),
      now,
    });
    // The outbox lists it for both; for the caller now, so that the next sync/pull has it (D5).
    const change = {
      ...{ conversation_id, title: null, opened_by_me: true, at: now, invited_by: null },
      ...({ kind: "direct", state: "active" } as const),
    };
    const { account_id } = caller;
    const listing = store.accounts.list(account_id, { type: "conversation", ...change });
    const placed = await doubts.watch({ account_id }, listing);
    if (placed) log.announceAccountChange(account_id, placed);
    return { conversation_id };
  };
}

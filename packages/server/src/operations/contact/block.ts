import type { AccountId } from "@feiliao/protocol";
import { addressOf } from "../../accounts/address.ts";
import { copyBlock } from "../../accounts/blocks.ts";
import { keptKey } from "../../accounts/kept-keys.ts";
import { newId } from "../../platform/random.ts";
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
    const { address, number } = addressOf(input.address);
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
    const peer = await store.accounts.ensure(number, newId<AccountId>("account", random), clock.now());
    const conversation_id = await store.conversations.directWith(account_id, peer);
    if (conversation_id) {
      await copyBlock(store, { account_id, address }, { account_id: peer, conversation_id });
    }
    return { address, blocked };
  };
}

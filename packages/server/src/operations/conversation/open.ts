import type { AccountId, ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { addressOf } from "../../accounts/address.ts";
import { newId } from "../../platform/random.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

/** Against walking through the numbers of a country: whose conversations one may open in a day. */
const OPENED_PER_DAY_MAX = 300;
const DAY_MS = 24 * 3_600_000;

export function conversationOpen({
  store,
  outbox,
  clock,
  random,
}: Pick<Services, "store" | "outbox" | "clock" | "random">): Handler<"conversation/open"> {
  return async (input, { caller }) => {
    const { address, number } = addressOf(input.address);
    const now = clock.now();
    const budget = { key: `open ${caller.account_id}`, limit: OPENED_PER_DAY_MAX, window_ms: DAY_MS };
    const { wait_ms } = await store.limits.take([budget], now);
    if (wait_ms > 0) throw new FeiliaoError("rate_limited", { retry_after_s: Math.ceil(wait_ms / 1_000) });

    const own = await store.accounts.profile(caller.account_id);
    const { conversation_id } = await store.conversations.openDirect({
      opener: caller.account_id,
      opener_address: `tel:${own!.number}`,
      peer: await store.accounts.ensure(number, newId<AccountId>("account", random), now),
      peer_address: address,
      new_conversation_id: newId<ConversationId>("conversation", random),
      now,
    });
    await outbox.settle(); // so that the caller's next sync/pull lists it (D5)
    return { conversation_id };
  };
}

import type { AccountId, ConversationId, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { inviteTokenHash, inviteTokenOf, newNonce } from "../../conversation/invite-link.ts";
import { takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { changingBudget } from "./budgets.ts";

export function groupLink(
  services: Pick<Services, "store" | "clock" | "random" | "secret">,
): Handler<"group/link"> {
  return async ({ conversation_id, renew, expires_in_s }, { caller }) => {
    const { store, clock, secret } = services;
    const { account_id } = caller;
    if (!renew) {
      const known = await store.conversations.link(conversation_id, account_id, clock.now());
      if (known) {
        const token = inviteTokenOf(secret, conversation_id, known.nonce);
        return { token, expires_at: known.expires_at };
      }
    }
    await takeBudget(store.limits, changingBudget(account_id), clock.now());
    const expires_at = expires_in_s === undefined ? null : clock.now() + expires_in_s * 1_000;
    return newLink(services, account_id, conversation_id, expires_at).catch((failure: unknown) => {
      if (!renew && failure instanceof FeiliaoError && failure.code === "forbidden") {
        return { token: null, expires_at: null };
      }
      throw failure;
    });
  };
}

async function newLink(
  { store, clock, random, secret }: Pick<Services, "store" | "clock" | "random" | "secret">,
  account_id: AccountId,
  conversation_id: ConversationId,
  expires_at: number | null,
): Promise<Output<"group/link">> {
  const nonce = newNonce(random);
  const token = inviteTokenOf(secret, conversation_id, nonce);
  const link = { nonce, token_hash: inviteTokenHash(token), expires_at };
  await store.conversations.setLink({ conversation_id, account_id, link, now: clock.now() });
  return { token, expires_at };
}

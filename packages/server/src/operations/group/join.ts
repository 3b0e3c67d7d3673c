import { FeiliaoError } from "@feiliao/protocol/errors";
import { inviteTokenHash } from "../../conversation/invite-link.ts";
import { takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { joiningBudget } from "./budgets.ts";
import { changeOwnMembership } from "./own-membership.ts";

export function groupJoin(services: Pick<Services, "store" | "log" | "clock">): Handler<"group/join"> {
  return async ({ token, client_id }, context) => {
    const { store, clock } = services;
    const { account_id } = context.caller;
    await takeBudget(store.limits, joiningBudget(account_id), clock.now());
    const token_hash = inviteTokenHash(token);
    const found = await store.conversations.byLink(token_hash, clock.now());
    if (!found) throw new FeiliaoError("link_invalid");
    const { conversation_id, info } = found;
    const before = (await store.conversations.standing(conversation_id, account_id))?.standing.state;
    if (before === "active") return { conversation_id, state: "active" };
    const waits = info.settings.approval && before !== "invited";
    if (waits && before === "requested") return { conversation_id, state: "requested" };
    const change = waits ? "requested" : "joined";
    await changeOwnMembership(services, context, { conversation_id, client_id, change, token_hash });
    return { conversation_id, state: waits ? "requested" : "active" };
  };
}

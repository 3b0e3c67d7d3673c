import { FeiliaoError } from "@feiliao/protocol/errors";
import { inviteTokenHash } from "../../conversation/invite-link.ts";
import { takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { lookingBudget } from "./budgets.ts";

export function groupLook({ store, clock }: Pick<Services, "store" | "clock">): Handler<"group/look"> {
  return async ({ token }, { caller }) => {
    const { account_id } = caller;
    await takeBudget(store.limits, lookingBudget(account_id), clock.now());
    const found = await store.conversations.byLink(inviteTokenHash(token), clock.now());
    if (!found) throw new FeiliaoError("link_invalid");
    const { conversation_id, info } = found;
    const seen = await store.conversations.standing(conversation_id, account_id);
    if (seen?.standing.state === "banned") throw new FeiliaoError("link_invalid");
    const { kind, title, picture, description, member_count, settings } = info;
    const group = { conversation_id, kind, title, picture, description, member_count };
    return { ...group, approval: settings.approval, state: seen?.standing.state ?? null };
  };
}

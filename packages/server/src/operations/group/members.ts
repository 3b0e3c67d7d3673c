import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function groupMembers({ store }: Pick<Services, "store">): Handler<"group/members"> {
  return async ({ conversation_id, state, after, limit }, { caller }) => {
    const { conversations } = store;
    const seen = await conversations.standing(conversation_id, caller.account_id);
    if (seen?.standing.state !== "active") throw new FeiliaoError("not_found");
    if (seen.info.kind === "channel" && seen.standing.role === "member") throw new FeiliaoError("forbidden");
    const { account_id } = caller;
    const members = await conversations.members(conversation_id, account_id, state, after ?? null, limit + 1);
    return { members: members.slice(0, limit), more: members.length > limit };
  };
}

import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { changeOwnMembership } from "./own-membership.ts";

export function groupAnswer(services: Pick<Services, "store" | "log" | "clock">): Handler<"group/answer"> {
  return ({ conversation_id, client_id, accept }, context) => {
    const change = accept ? "accepted" : "declined";
    return changeOwnMembership(services, context, { conversation_id, client_id, change });
  };
}

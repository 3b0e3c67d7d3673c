import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { changeOwnMembership } from "./own-membership.ts";

export function groupLeave(services: Pick<Services, "store" | "log" | "clock">): Handler<"group/leave"> {
  return ({ conversation_id, client_id }, context) =>
    changeOwnMembership(services, context, { conversation_id, client_id, change: "left" });
}

import type { Handler } from "../handler.ts";
import { keep } from "../keep.ts";
import type { Services } from "../services.ts";
import { requireKnown } from "./require-known.ts";

export function conversationClear(
  services: Pick<Services, "store" | "log" | "clock" | "doubts">,
): Handler<"conversation/clear"> {
  return async ({ conversation_id, up_to }, { caller }) => {
    const { account_id } = caller;
    await requireKnown(services, conversation_id, account_id);
    const key = `cleared ${conversation_id}`;
    const before = await services.store.accounts.kept(account_id, key);
    const cleared = before?.type === "cleared" ? before.up_to : 0;
    if (up_to <= cleared) return {};
    await keep(services, account_id, key, { type: "cleared", conversation_id, up_to });
    return {};
  };
}

import { requireKnown } from "../conversation/require-known.ts";
import type { Handler } from "../handler.ts";
import { keep } from "../keep.ts";
import type { Services } from "../services.ts";

export function draftSet(
  services: Pick<Services, "store" | "log" | "clock" | "doubts">,
): Handler<"draft/set"> {
  return async ({ conversation_id, text, reply_to }, { caller }) => {
    const { account_id, device_id } = caller;
    await requireKnown(services, conversation_id, account_id);
    await keep(services, account_id, `draft ${conversation_id}`, {
      type: "draft",
      conversation_id,
      text,
      reply_to,
      device_id,
      at: services.clock.now(),
    });
    return {};
  };
}

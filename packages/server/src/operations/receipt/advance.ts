import { inBackground } from "../../platform/failure.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function receiptAdvance({
  log,
  sms,
  logger,
}: Pick<Services, "log" | "sms" | "logger">): Handler<"receipt/advance"> {
  return async ({ conversation_id, delivered = 0, read = 0, heard = 0 }, { caller }) => {
    const { account_id } = caller;
    const advanced = await log.advance({ conversation_id, account_id, delivered, read, heard });
    // Nobody waits for it: when it is missed here, it is found when the reminder is due.
    inBackground(logger, "ending reminders", sms.patience.advanced(conversation_id, account_id, advanced));
    return { delivered: advanced.delivered, read: advanced.read, heard: advanced.heard };
  };
}

import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function receiptAdvance({ log }: Pick<Services, "log">): Handler<"receipt/advance"> {
  return async ({ conversation_id, delivered = 0, read = 0, heard = 0 }, { caller }) => {
    const { account_id } = caller;
    const advanced = await log.advance({ conversation_id, account_id, delivered, read, heard });
    return { delivered: advanced.delivered, read: advanced.read, heard: advanced.heard };
  };
}

import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function smsSend({ sms }: Pick<Services, "sms">): Handler<"sms/send"> {
  return async ({ conversation_id, seq, consent }, { caller }) => {
    await sms.expansion.sendNow({ conversation_id, seq, sender: caller.account_id, consent });
    return {};
  };
}

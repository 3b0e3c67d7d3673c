import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function smsRate({ sms }: Pick<Services, "sms">): Handler<"sms/rate"> {
  return ({ conversation_id }, { caller }) => sms.rates.rate(conversation_id, caller.account_id);
}

import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function smsInfo({ sms }: Pick<Services, "sms">): Handler<"sms/info"> {
  return ({ conversation_id, seq }, { caller }) => sms.info(conversation_id, seq, caller.account_id);
}

import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function smsUsage({ sms }: Pick<Services, "sms">): Handler<"sms/usage"> {
  return (_, { caller }) => sms.rates.usage(caller.account_id);
}

import { FeiliaoError } from "@feiliao/protocol/errors";

/** Until the server has conversations by SMS. */
export async function smsUnavailable(): Promise<never> {
  throw new FeiliaoError("sms_unavailable", { reason: "no_route" });
}

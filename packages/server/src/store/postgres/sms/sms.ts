import { FeiliaoError } from "@feiliao/protocol/errors";
import type { SmsStore } from "../../sms-store.ts";

/** A ledger that is not there: every call rejects, so that nothing is sent that nobody counts. */
export function postgresSms(): SmsStore {
  const reject = async () => {
    throw new FeiliaoError("sms_unavailable", { reason: "no_route" });
  };
  return new Proxy({} as SmsStore, { get: () => reject });
}

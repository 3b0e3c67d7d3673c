import type { SmsReason } from "@feiliao/protocol";
import type { SmsRefusal } from "../links/sms/sms-link.ts";

/** What people are told of a carrier's refusal. */
export const REASON_OF_REFUSAL: Record<SmsRefusal, SmsReason> = {
  number_unknown: "number_unknown",
  suspended: "suspended",
  no_money: "no_money",
  blocked: "blocked",
  filtered: "filtered",
  throttled: "throttled",
  not_mine: "no_route",
  denied: "no_route",
  closed: "no_route",
  bad_request: "unspecified",
  unspecified: "unspecified",
};

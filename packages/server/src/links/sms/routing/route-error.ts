import type { SmsRefusal } from "../sms-link.ts";

/**
 * What a refusal says about the link.
 * - `try_another`: nothing about the handset or the text; another link may carry the same SMS.
 * - `final`: any carrier would say the same.
 */
const MEANING: Record<SmsRefusal, "try_another" | "final"> = {
  not_mine: "try_another",
  denied: "try_another",
  closed: "try_another",
  throttled: "try_another",
  number_unknown: "final",
  suspended: "final",
  no_money: "final",
  blocked: "final",
  filtered: "final",
  bad_request: "final",
  unspecified: "final",
};

/** Whether a refusal is about the route, so that another link may be tried, once. */
export function isRouteError(refusal: SmsRefusal): boolean {
  return MEANING[refusal] === "try_another";
}

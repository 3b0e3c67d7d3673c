import type { Refusal } from "../peer/refusal.ts";
import type { Report } from "../peer/report.ts";

/** Why a part did not reach its handset. */
export type Reason = NonNullable<Report["reason"]>;

/**
 * What a carrier's own codes mean, on top of the standards' and before them: gateways agree on few codes, and differ
 * from province to province. By the code as outcomes and reports name it: "cmpp:101", "MK:0012", "sgip:67".
 */
export type CodeTable = Readonly<Record<string, Reason>>;

/** A submit is not refused because a handset is off: there the answer says no more than that. */
export function asRefusal(reason: Reason): Refusal {
  return reason === "absent" ? "unspecified" : reason;
}

import { readStat, statOf } from "../mainland/gateway-code.ts";
import type { CodeTable, Reason } from "../mainland/reason.ts";
import { ownEntry } from "../peer/own-entry.ts";
import type { Report } from "../peer/report.ts";

/**
 * The Err of a report, three digits: 001 cannot be reached, 002 busy, 003 cannot do it, 004 illegal user, 005 on the
 * blacklist, 006 system, 007 memory full, 008 no information terminal, 009 wrong, 010 lost, 999 unknown. The gateways'
 * own are what the Status of responses and the message centre say.
 */
const ERRORS: Readonly<Record<string, Reason>> = {
  "001": "absent",
  "002": "absent",
  "004": "number_unknown",
  "005": "filtered",
  "013": "suspended",
  "024": "absent",
  "039": "not_mine",
  "047": "number_unknown",
  "058": "not_mine",
  "601": "number_unknown",
};

type Verdict = Pick<Report, "state" | "code" | "reason">;

/** What stat and err mean together; the code is both: "UNDELIV:005". */
export function readSmgpStat(stat: string, err: string, codes: CodeTable = {}): Verdict {
  const verdict = readStat(stat, codes);
  if (verdict.state === "delivered" || err === "" || err === "000") return { ...verdict, code: stat };
  const code = `${stat}:${err}`;
  const explained = /^[A-Z]{7}$/.test(stat) ? (ownEntry(ERRORS, err) ?? verdict.reason) : verdict.reason;
  return { ...verdict, code, reason: ownEntry(codes, code) ?? explained };
}

/** The stat and err to report with: the report's own code when it is one, else one that says the same. */
export function smgpStatOf(report: Report): { stat: string; err: string } {
  const [, stat, err] = /^([A-Z]{7}|[A-Z]{2}:\d{4}):(\d{3})$/.exec(report.code) ?? [];
  if (stat !== undefined && err !== undefined) return { stat, err };
  const own = statOf(report);
  if (own === report.code || report.state !== "failed" || own === "REJECTD") return { stat: own, err: "000" };
  const wanted = Object.entries(ERRORS).find(([, reason]) => reason === report.reason)?.[0];
  return { stat: "UNDELIV", err: wanted ?? "999" };
}

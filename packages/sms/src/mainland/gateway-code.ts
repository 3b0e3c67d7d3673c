import type { Report } from "../peer/report.ts";
import type { CodeTable, Reason } from "./reason.ts";

/**
 * A stat of seven characters: one of SMPP's states (SMPP 3.4 appendix B), or the gateway's two letters for who said it
 * and how, and four digits: "MK:0001" is error 1, with which the message centre explained an UNDELIV.
 */
interface Verdict {
  state: Report["state"];
  reason: Reason | null;
}

const STATES: Readonly<Record<string, Verdict>> = {
  DELIVRD: { state: "delivered", reason: null },
  EXPIRED: { state: "expired", reason: null },
  DELETED: { state: "failed", reason: "unspecified" },
  UNDELIV: { state: "failed", reason: "unspecified" },
  ACCEPTD: { state: "buffered", reason: null },
  UNKNOWN: { state: "unknown", reason: null },
  REJECTD: { state: "failed", reason: "blocked" },
};

/**
 * CMPP 3.0, CMPP_DELIVER, Stat: M the message centre, I the next gateway, C the prepaid platform, D the service platform, S the
 * SP; A did not answer, B answered with an error, C sent no report, H to N the state that the centre reported. Those
 * missing here failed.
 */
const ORIGIN_STATES: Readonly<Record<string, Report["state"]>> = {
  MA: "unknown",
  IA: "unknown",
  MC: "unknown",
  IC: "unknown",
  MI: "expired",
  ML: "buffered",
  MM: "unknown",
};

/** 3GPP TS 29.002 §17.6.6: what the mobile network answers, handed through by the message centre. */
const MOBILE_NETWORK: Readonly<Record<number, Reason>> = {
  1: "number_unknown",
  5: "number_unknown",
  6: "absent",
  9: "number_unknown",
  11: "suspended",
  13: "suspended",
  27: "absent",
  31: "absent",
};

/** The prepaid platform (SCP). 1: not a number of ours; 7 and 18: its owner has no money left. */
const PREPAID: Readonly<Record<number, Reason>> = {
  1: "not_mine",
  5: "suspended",
  7: "suspended",
  18: "suspended",
};

/** The service platform (DSMP). 102 and 103: suspended, for debts or not. */
const SERVICE: Readonly<Record<number, Reason>> = {
  100: "number_unknown",
  101: "number_unknown",
  102: "suspended",
  103: "suspended",
  104: "denied",
  140: "filtered",
  141: "filtered",
  142: "filtered",
};

/** What the next hop answered to the submit: the results of CMPP_SUBMIT_RESP (status.ts there). */
const NEXT_HOP: Readonly<Record<number, Reason>> = { 8: "throttled", 9: "not_mine", 13: "number_unknown" };

const REASONS: Readonly<Record<string, Readonly<Record<number, Reason>>>> = {
  MH: MOBILE_NETWORK,
  MI: MOBILE_NETWORK,
  MJ: MOBILE_NETWORK,
  MK: MOBILE_NETWORK,
  MN: MOBILE_NETWORK,
  MB: NEXT_HOP,
  IB: NEXT_HOP,
  CB: PREPAID,
  DB: SERVICE,
};

/** Whatever is not known failed, for a reason that is not known: nobody writes a code for what went well. */
export function readStat(stat: string, table: CodeTable = {}): Verdict {
  const verdict = STATES[stat] ?? readGatewayCode(stat);
  return { ...verdict, reason: table[stat] ?? verdict.reason };
}

function readGatewayCode(stat: string): Verdict {
  const [origin, digits] = stat.split(":") as [string, string?];
  const state = ORIGIN_STATES[origin] ?? "failed";
  const reason = REASONS[origin]?.[Number(digits)];
  return { state, reason: reason ?? (state === "failed" ? "unspecified" : null) };
}

const STAT_OF_STATE: Readonly<Record<Report["state"], string>> = {
  delivered: "DELIVRD",
  failed: "UNDELIV",
  expired: "EXPIRED",
  unknown: "UNKNOWN",
  buffered: "ACCEPTD",
};

const STAT_OF_REASON: Partial<Record<Reason, string>> = {
  number_unknown: "MK:0001",
  suspended: "MK:0013",
  absent: "MK:0027",
  blocked: "REJECTD",
  filtered: "DB:0141",
  not_mine: "IB:0009",
  throttled: "IB:0008",
};

/** The stat to report with: the report's own code when it is one, else one that says the same. */
export function statOf(report: Report): string {
  if (/^(?:[A-Z]{7}|[A-Z]{2}:\d{4})$/.test(report.code)) return report.code;
  const explained =
    report.state === "failed" && report.reason !== null ? STAT_OF_REASON[report.reason] : undefined;
  return explained ?? STAT_OF_STATE[report.state];
}

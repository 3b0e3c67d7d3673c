import { ownEntry } from "../peer/own-entry.ts";
import type { Report } from "../peer/report.ts";
import {
  GATEWAY,
  MESSAGE_CENTRE,
  MESSAGE_CENTRE_ANSWER,
  PREPAID_PLATFORM,
  SERVICE_PLATFORM,
} from "./gateway-results.ts";
import type { CodeTable, Reason } from "./reason.ts";

type Verdict = Pick<Report, "state" | "reason">;

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
 * CMPP 3.0, CMPP_DELIVER, Stat: M the message centre, I another gateway, C the prepaid platform, D the service platform,
 * S the SP; A was not reached or did not answer, B answered with an error, C sent no report, D the gateway itself, H to N
 * the state that the centre reported. Those missing here failed.
 */
const ORIGIN_STATES: Readonly<Record<string, Report["state"]>> = {
  MC: "unknown",
  IC: "unknown",
  MI: "expired",
  ML: "buffered",
  MM: "unknown",
};

/** 51 to 53: it was never sent on. */
const NO_ANSWER_IN_TIME = 54;

const REASONS: Readonly<Record<string, Readonly<Record<number, Reason>>>> = {
  MB: MESSAGE_CENTRE_ANSWER,
  MI: MESSAGE_CENTRE,
  MK: { ...MESSAGE_CENTRE, 0: "number_unknown" },
  MN: MESSAGE_CENTRE,
  IB: GATEWAY,
  ID: GATEWAY,
  CB: PREPAID_PLATFORM,
  DB: SERVICE_PLATFORM,
};

/**
 * Of a stat of seven characters: one of SMPP's states (SMPP 3.4 appendix B), or the gateway's two letters for who said
 * it and how, and four digits: "MK:0001" is error 1, with which the message centre explained an UNDELIV. Whatever is not
 * known failed, for a reason that is not known: nobody writes a code for what went well.
 */
export function readStat(stat: string, table: CodeTable = {}): Verdict {
  const verdict = ownEntry(STATES, stat) ?? readGatewayCode(stat);
  return { ...verdict, reason: ownEntry(table, stat) ?? verdict.reason };
}

function readGatewayCode(stat: string): Verdict {
  const [origin, digits] = stat.split(":") as [string, string?];
  const number = Number(digits);
  const is_unanswered = (origin === "MA" || origin === "IA") && number === NO_ANSWER_IN_TIME;
  const state = is_unanswered ? "unknown" : (ownEntry(ORIGIN_STATES, origin) ?? "failed");
  const reason = ownEntry(REASONS, origin)?.[number];
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
  suspended: "MK:0005",
  absent: "MK:0024",
  blocked: "REJECTD",
  filtered: "DB:0141",
  not_mine: "MB:1049",
  throttled: "IB:0008",
};

/** The stat to report with: the report's own code when it is one, else one that says the same. */
export function statOf(report: Report): string {
  if (/^(?:[A-Z]{7}|[A-Z]{2}:\d{4})$/.test(report.code)) return report.code;
  const explained =
    report.state === "failed" && report.reason !== null ? STAT_OF_REASON[report.reason] : undefined;
  return explained ?? STAT_OF_STATE[report.state];
}

import { MESSAGE_CENTRE } from "../mainland/gateway-results.ts";
import type { Reason } from "../mainland/reason.ts";
import { resultTable } from "../mainland/result-table.ts";
import type { IdleRule } from "../session/idle-watch.ts";

/** SGIP has no heartbeat. A line on which nothing happens for so long is put down, by either side. */
export function sgipIdle(after_ms = 30_000): IdleRule {
  return { kind: "unbind", after_ms };
}

/** Who logs in where. */
export const SGIP_LOGIN_TYPE = { sp_to_smg: 1, smg_to_sp: 2 } as const;

/** REPORT, State. */
export const SGIP_STATE = { delivered: 0, waiting: 1, failed: 2 } as const;

/** SGIP 1.2, the Result of every response. */
export const SGIP_RESULT = {
  taken: 0,
  login: 1,
  login_type: 4,
  format: 5,
  busy: 11,
  no_such_function: 30,
} as const;

/** Answers to a BIND that will be the same next time; others, as too many connections, pass. */
export const SGIP_DENIALS: ReadonlySet<number> = new Set([SGIP_RESULT.login, SGIP_RESULT.login_type]);

/**
 * The Result of responses: 1 login, 2 logged in already, 3 too many connections, 4 login type, 5 format, 6 number,
 * 7 message id, 8 length, 9 sequence, 10 operation, 11 busy, 21 not reachable between gateways, 22 route, 23 no route,
 * 24 charge number, 25 off or out of reach, 26 memory full, 27 cannot do SMS, 28 handset error, 29 unknown user, 30 no
 * such function, 31 equipment, 32 system, 33 queue full. Those from 57 on are the gateways' own.
 */
const RESULTS: Readonly<Record<number, Reason>> = {
  1: "denied",
  2: "denied",
  4: "denied",
  5: "bad_request",
  6: "number_unknown",
  7: "bad_request",
  8: "bad_request",
  9: "bad_request",
  10: "denied",
  11: "throttled",
  22: "not_mine",
  23: "not_mine",
  24: "suspended",
  25: "absent",
  29: "number_unknown",
  30: "bad_request",
  33: "throttled",
  57: "denied",
  64: "denied",
  93: "denied",
  101: "denied",
  102: "denied",
  108: "suspended",
  110: "filtered",
};

export const sgipResults = resultTable("sgip", RESULTS, 32);

/**
 * The ErrorCode of reports. The standard has one list for both, but what was taken does not fail for a login or a format
 * any more: in reports these numbers are the message centre's.
 */
export const sgipErrors = resultTable(
  "sgip",
  { ...RESULTS, ...MESSAGE_CENTRE, 54: "absent", 59: "absent" },
  32,
);

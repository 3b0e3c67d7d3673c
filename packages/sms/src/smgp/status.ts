import type { Heartbeat } from "../mainland/heartbeat.ts";
import { resultTable } from "../mainland/result-table.ts";

/** SMGP leaves the times of Active_Test to the two sides; these are those of CMPP. */
export const SMGP_HEARTBEAT: Heartbeat = { after_ms: 180_000, answer_ms: 60_000, misses_max: 3 };

/** What the connection is for. */
export const SMGP_LOGIN_MODE = { send: 0, receive: 1, both: 2 } as const;

/** SMGP 3.0, the Status of every response. */
export const SMGP_STATUS = {
  taken: 0,
  busy: 1,
  too_many_connections: 2,
  structure: 10,
  address: 20,
  authentication: 21,
  version_too_high: 22,
} as const;

/** Answers to a LOGIN that will be the same next time; others, as a gateway that is busy, pass. */
export const SMGP_DENIALS: ReadonlySet<number> = new Set([
  SMGP_STATUS.address,
  SMGP_STATUS.authentication,
  SMGP_STATUS.version_too_high,
]);

/**
 * 1 busy, 2 too many connections, 10 structure, 11 command, 12 sequence repeated, 20 IP address, 21 authentication,
 * 22 version, 30 to 38 fields of the message, 39 route, 40 to 45 fees and services, 46 sender, 47 recipient, 48 charged
 * number, 49 the SP's service, 58 no route, 69 to 76 the SP's rights and its day's quantity.
 */
export const smgpResults = resultTable(
  "smgp",
  {
    1: "throttled",
    2: "throttled",
    10: "bad_request",
    11: "bad_request",
    12: "bad_request",
    20: "denied",
    21: "denied",
    22: "denied",
    30: "bad_request",
    31: "bad_request",
    32: "bad_request",
    33: "bad_request",
    34: "bad_request",
    35: "bad_request",
    36: "bad_request",
    37: "bad_request",
    38: "bad_request",
    39: "not_mine",
    40: "bad_request",
    41: "bad_request",
    42: "bad_request",
    43: "denied",
    44: "bad_request",
    45: "bad_request",
    46: "denied",
    47: "number_unknown",
    48: "suspended",
    49: "denied",
    58: "not_mine",
    69: "denied",
    70: "denied",
    73: "denied",
    74: "denied",
    75: "throttled",
    76: "denied",
  },
  99,
);

import type { Heartbeat } from "../mainland/heartbeat.ts";
import { resultTable } from "../mainland/result-table.ts";

/** After 3 minutes of silence CMPP_ACTIVE_TEST is sent, up to 3 times, each with 60 s to be answered. */
export const CMPP_HEARTBEAT: Heartbeat = { after_ms: 180_000, answer_ms: 60_000, misses_max: 3 };

/** CMPP_CONNECT_RESP, Status. From 5 on: other errors. */
export const CMPP_CONNECT_STATUS = {
  accepted: 0,
  structure: 1,
  source_address: 2,
  authentication: 3,
  version_too_high: 4,
  other: 5,
} as const;

/** Answers to a CONNECT that will be the same next time; others, as a gateway that is busy, pass. */
export const CMPP_DENIALS: ReadonlySet<number> = new Set([
  CMPP_CONNECT_STATUS.source_address,
  CMPP_CONNECT_STATUS.authentication,
  CMPP_CONNECT_STATUS.version_too_high,
]);

/** CMPP_SUBMIT_RESP and CMPP_DELIVER_RESP, Result. */
export const CMPP_RESULT = { taken: 0, structure: 1, flow_control: 8 } as const;

/**
 * The results that the standard gives a meaning: 1 structure, 2 command, 3 sequence repeated, 4 length, 5 fee code, 6 too
 * long, 7 service code, 8 flow control, 9 not served by this gateway, 10 Src_Id, 11 Msg_src, 12 Fee_terminal_Id,
 * 13 Dest_terminal_Id.
 */
export const cmppResults = resultTable(
  "cmpp",
  {
    1: "bad_request",
    2: "bad_request",
    3: "bad_request",
    4: "bad_request",
    5: "bad_request",
    6: "bad_request",
    7: "denied",
    8: "throttled",
    9: "not_mine",
    10: "denied",
    11: "denied",
    12: "bad_request",
    13: "number_unknown",
  },
  99,
);

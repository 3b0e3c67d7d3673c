import { GATEWAY } from "../mainland/gateway-results.ts";
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

export const cmppResults = resultTable("cmpp", GATEWAY, 99);

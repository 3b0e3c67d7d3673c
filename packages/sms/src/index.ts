export type { CarrierClient, CarrierState, WindowUse } from "./peer/client.ts";
export type { SubmitOutcome } from "./peer/outcome.ts";
export type { IncomingPart, OutgoingPart } from "./peer/part.ts";
export type { Refusal } from "./peer/refusal.ts";
export type { Report } from "./peer/report.ts";
export type { Coding, Segment } from "./peer/segment.ts";
export type { Account, CarrierServer, Login, ServerSession, SubmittedPart } from "./peer/server.ts";
export type { Clock, Random } from "./session/clock.ts";
export { systemClock, systemRandom } from "./session/clock.ts";
export { type Address, connect } from "./session/connect.ts";
export {
  DIAL_RULE,
  Dialling,
  type DialRule,
  type DialState,
  type Line,
  LoginDenied,
} from "./session/dial.ts";
export type { Dialect, FrameRule } from "./session/dialect.ts";
export { Framer } from "./session/framer.ts";
export type { IdleRule } from "./session/idle-watch.ts";
export { type MalformedFault, MalformedPdu, type RawHeader } from "./session/malformed-pdu.ts";
export { RequestFailed, type RequestFailure } from "./session/request-failed.ts";
export {
  type CloseReason,
  SESSION_LIMITS,
  Session,
  type SessionLimits,
  type SessionOptions,
} from "./session/session.ts";

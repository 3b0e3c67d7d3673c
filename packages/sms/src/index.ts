export { type CmppClientOptions, cmppClient } from "./cmpp/client.ts";
export { type CmppServerOptions, cmppServer } from "./cmpp/server.ts";
export type { CodeTable, Reason } from "./mainland/reason.ts";
export { FieldOverflow } from "./octets/writer.ts";
export type { CarrierClient, CarrierState, WindowUse } from "./peer/client.ts";
export type { ClientRole, Direction, Received } from "./peer/client-role.ts";
export { Unsubmittable } from "./peer/client-role.ts";
export { DialledClient, type DialledClientOptions } from "./peer/dialled-client.ts";
export { ListeningServer, type ListenOptions } from "./peer/listening-server.ts";
export { messageIdForms } from "./peer/message-id.ts";
export type { SubmitOutcome } from "./peer/outcome.ts";
export type { IncomingPart, OutgoingPart } from "./peer/part.ts";
export type { Refusal } from "./peer/refusal.ts";
export type { Report } from "./peer/report.ts";
export type { Coding, Segment } from "./peer/segment.ts";
export type { Account, CarrierServer, Login, ServerSession, SubmittedPart } from "./peer/server.ts";
export type { Admission, ServerRole } from "./peer/server-role.ts";
export { whenUp } from "./peer/when-up.ts";
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
export { type SgipClient, type SgipClientOptions, sgipClient } from "./sgip/client.ts";
export { type SgipServerOptions, sgipServer } from "./sgip/server.ts";
export { type SmgpClientOptions, smgpClient } from "./smgp/client.ts";
export { type SmgpServerOptions, smgpServer } from "./smgp/server.ts";
export { type SmppClientOptions, smppClient } from "./smpp/client.ts";
export { type SmppServerOptions, smppServer } from "./smpp/server.ts";
export * from "./text/index.ts";

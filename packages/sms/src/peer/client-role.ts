import type { Dialect } from "../session/dialect.ts";
import type { IdleRule } from "../session/idle-watch.ts";
import type { Session } from "../session/session.ts";
import type { SubmitOutcome } from "./outcome.ts";
import type { IncomingPart, OutgoingPart } from "./part.ts";
import type { Report } from "./report.ts";

/** What a connection is for. */
export type Direction = "send" | "receive" | "both";

/** A request of the carrier, understood. */
export type Received<Pdu> =
  | { kind: "report"; report: Report; taken: Pdu }
  | { kind: "incoming"; part: IncomingPart; taken: Pdu }
  /** Nobody needs to decide about it. */
  | { kind: "answered"; answer: Pdu };

/** What a protocol adds to the session engine to be a client: one of these for each connection. */
export interface ClientRole<Pdu, Sequence = number> {
  readonly dialect: Dialect<Pdu, Sequence>;
  readonly idle: IdleRule;
  nextSequence(): Sequence;
  /** @throws LoginDenied, RequestFailed */
  login(session: Session<Pdu, Sequence>): Promise<void>;
  /** @throws Unsubmittable, FieldOverflow for what the protocol cannot say */
  submit(part: OutgoingPart, sequence: Sequence): Pdu;
  outcome(request: Pdu, response: Pdu): SubmitOutcome;
  receive(request: Pdu): Received<Pdu>;
}

/** A part that the protocol, or this carrier's use of it, cannot express. */
export class Unsubmittable extends Error {
  override readonly name = "Unsubmittable";
  /** "local:coding" */
  readonly code: string;

  constructor(code: string) {
    super(`cannot be submitted: ${code}`);
    this.code = code;
  }
}

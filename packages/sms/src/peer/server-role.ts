import type { Dialect } from "../session/dialect.ts";
import type { IdleRule } from "../session/idle-watch.ts";
import type { SubmitOutcome } from "./outcome.ts";
import type { IncomingPart } from "./part.ts";
import type { Report } from "./report.ts";
import type { Account, SubmittedPart } from "./server.ts";

export interface Admission {
  sends: boolean;
  receives: boolean;
}

/** What a protocol adds to the session engine to be a server: one of these for each connection. */
export interface ServerRole<Pdu, Sequence = number> {
  readonly dialect: Dialect<Pdu, Sequence>;
  readonly idle: IdleRule;
  nextSequence(): Sequence;
  /** Who wants to log in with this request; null when it is another request. */
  login(request: Pdu): { system_id: string } | null;
  /** Compares what the request proves with the account, and remembers the account. A null admission denies. */
  admit(request: Pdu, account: Account | null): { answer: Pdu; admission: Admission | null };
  /** The answer to what may not be asked, or not now. */
  refuse(request: Pdu): Pdu | null;
  /** Null when the request is no submit. */
  submission(request: Pdu): SubmittedPart | null;
  submitted(request: Pdu, outcome: Exclude<SubmitOutcome, { outcome: "unknown" }>): Pdu;
  /** @throws Unsubmittable, FieldOverflow */
  delivery(part: IncomingPart, sequence: Sequence): Pdu;
  report(report: Report, sequence: Sequence): Pdu;
  isTaken(response: Pdu): boolean;
}

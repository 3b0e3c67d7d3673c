import type { SubmitOutcome } from "./outcome.ts";
import type { IncomingPart, OutgoingPart } from "./part.ts";
import type { Report } from "./report.ts";
import type { Coding } from "./segment.ts";

/** Somebody who wants to log in. */
export interface Login {
  system_id: string;
  remote_address: string;
}

/** What a server knows of those who may log in. */
export interface Account {
  secret: string;
  /** SMPP: what data_coding 0 means for this account. */
  default_alphabet?: Extract<Coding, "gsm7" | "ascii" | "latin1" | "utf8">;
  /** SGIP: where the SP listens for our dial-back. */
  dial_back?: { host: string; port: number };
}

/** A logged-in peer. */
export interface ServerSession {
  readonly system_id: string;
  readonly remote_address: string;
  readonly sends: boolean;
  readonly receives: boolean;
  /** Ends the connection without a goodbye, as a failing line does. */
  cut(): void;
}

export interface SubmittedPart extends OutgoingPart {
  /** The id to answer with unless the verdict names another one. SGIP fixes it: the submit's own sequence. */
  message_id: string;
}

/** The carrier's side (SMSC, ISMG, SMG): listens, asks who is there, takes submits, hands out reports and messages. */
export interface CarrierServer {
  readonly port: number;
  /** Finds the account that wants to log in; null denies. Without a listener everybody is denied. */
  onLogin(lookup: (login: Login) => Account | null | Promise<Account | null>): void;
  /** Decides about a submitted part. `unknown` leaves the submit unanswered. */
  onSubmit(listener: (part: SubmittedPart, session: ServerSession) => Promise<SubmitOutcome>): void;
  /**
   * Hands a person's SMS to the account. True when it was taken; false when nobody is there, or it was not
   * taken. Rejects with Unsubmittable or FieldOverflow for what the protocol cannot say.
   */
  deliver(system_id: string, part: IncomingPart): Promise<boolean>;
  /** Hands a report to the account; as `deliver`. */
  report(system_id: string, report: Report): Promise<boolean>;
  sessions(): readonly ServerSession[];
  /** Stops listening and drains every session. */
  close(): Promise<void>;
}

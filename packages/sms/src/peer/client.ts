import type { SubmitOutcome } from "./outcome.ts";
import type { IncomingPart, OutgoingPart } from "./part.ts";
import type { Report } from "./report.ts";

/** `denied`: the peer refuses the login, and is asked again only seldom. `down`: waiting to dial again. */
export type CarrierState = "connecting" | "up" | "denied" | "down" | "closed";

export interface WindowUse {
  /** How many submits may be without an answer at once. */
  size: number;
  outstanding: number;
  /** How many callers wait for room. */
  waiting: number;
}

/** Our side of a carrier (ESME, SP): dials, logs in, keeps the line alive and dials again, until it is closed. */
export interface CarrierClient {
  readonly state: CarrierState;
  /**
   * Why it is not up: the carrier's word for a denied login ("smpp:0x0000000e"), the error of the socket, or how the
   * last line ended ("silent"). Null while it is up, and before anything went wrong.
   */
  readonly trouble: string | null;
  /** Hears every change of state until the returned function is called. */
  onState(listener: (state: CarrierState) => void): () => void;
  /** Never rejects. Waits for room in the window; refused at once as `local:…` when that is certain to be in vain. */
  submit(part: OutgoingPart): Promise<SubmitOutcome>;
  /** The carrier is answered when the promise resolves; when it rejects, the carrier is told to try again. */
  onReport(listener: (report: Report) => Promise<void>): void;
  /** As `onReport`, for what people send us. */
  onIncoming(listener: (part: IncomingPart) => Promise<void>): void;
  window(): WindowUse;
  /** Takes no more submits, waits for the answers that are due, says goodbye. Resolves when nothing is left. */
  close(): Promise<void>;
}

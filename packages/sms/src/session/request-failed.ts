/** Why a request has no answer. */
export type RequestFailure =
  /** The connection closed. */
  | "closed"
  /** The session was ending and took nothing more. */
  | "draining"
  /** Too many callers were waiting for room in the window. */
  | "queue_full"
  /** The peer did not answer in time. */
  | "timed_out";

export class RequestFailed extends Error {
  override readonly name = "RequestFailed";
  readonly failure: RequestFailure;
  /** `not_sent`: the peer certainly never got it. `unknown`: it may have, and may have acted on it. */
  readonly certainty: "not_sent" | "unknown";

  constructor(failure: RequestFailure, certainty: "not_sent" | "unknown") {
    super(`the request has no answer: ${failure}, ${certainty}`);
    this.failure = failure;
    this.certainty = certainty;
  }
}

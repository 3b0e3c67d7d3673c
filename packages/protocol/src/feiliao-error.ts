import type { ErrorBody, ErrorCode, ErrorDetails } from "./errors.ts";

/** A failure with a reason from the closed list; the only error that crosses the wire. */
export class FeiliaoError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /** Without a message it is told of in the words of its code, see `errorBody`. */
  constructor(code: ErrorCode, details: ErrorDetails = {}, message: string = code) {
    super(message);
    this.name = "FeiliaoError";
    this.code = code;
    this.details = details;
  }

  static fromBody(body: ErrorBody): FeiliaoError {
    const { code, message, ...details } = body;
    return new FeiliaoError(code, details, message);
  }
}

/**
 * No answer came: what was asked has happened, or it has not (the third of the contract's three answers).
 * Asking again with the same key is safe.
 */
export class NoAnswerError extends Error {
  constructor(cause?: unknown) {
    super("The server did not answer", { cause });
    this.name = "NoAnswerError";
  }
}

import type { ErrorCode } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";

const RETRY_MS = 3_000;

/** What a failed sending means for the message. */
export type Verdict =
  /** It may have happened: the same again, as soon as there is a connection. */
  | { type: "unknown" }
  /** Nothing happened: the same again, later. */
  | { type: "later"; after_ms: number }
  | { type: "renumber"; expected: number }
  | { type: "refused"; reason: ErrorCode; fen: number | undefined };

export function verdictOf(error: unknown): Verdict {
  if (!(error instanceof FeiliaoError)) return { type: "unknown" };
  const { code, details } = error;
  switch (code) {
    case "rate_limited":
    case "overloaded":
    case "storage_failed":
    case "internal":
      return { type: "later", after_ms: (details.retry_after_s ?? 0) * 1000 || RETRY_MS };
    case "unauthorized":
      return { type: "later", after_ms: RETRY_MS }; // the connection finds out whether this device is signed out
    case "out_of_order":
      return { type: "renumber", expected: details.expected ?? 1 };
    default:
      return { type: "refused", reason: code, fen: details.fen };
  }
}

import { FeiliaoError } from "@feiliao/protocol/errors";
import { SQL } from "bun";

/** What a failure says about the transaction it ended, and so what may be done next. */
export type FailureKind =
  /** Rolled back because of a neighbour: the same again may succeed at once. */
  | "conflict"
  /** No server that takes writes can be reached now; what was in COMMIT may or may not have happened. */
  | "unavailable"
  /** The server cannot store: refused, and nothing was written. */
  | "refused"
  /** Anything else: repeating it would fail again. */
  | "unforeseen";

export const RETRY_AFTER_S = 5;

/** SQLSTATEs (PostgreSQL manual, appendix A), by class or in full. */
const CONFLICTS = /^(40001|40P01|55P03)$/;
/**
 * 08 connection, 57P01-57P03 shutting down or starting up, 53300 too many clients, 25006 it has become a standby,
 * 25P03 we were silent for too long in a transaction.
 */
const UNAVAILABLE = /^(08...|57P0[1-3]|53300|25006|25P03)$/;
/** 53 out of disk or memory, 58 the system's own errors. */
const REFUSED = /^(53...|58...)$/;
/** Errors without a SQLSTATE that the server did not send: about the connection. */
const CONNECTION = /^ERR_POSTGRES_(CONNECTION|LIFETIME|IDLE)|^E(CONN|PIPE|HOST|NET|TIMEDOUT)/;

export function kindOf(failure: unknown): FailureKind {
  const { state, code } = codesOf(failure);
  if (CONFLICTS.test(state)) return "conflict";
  if (UNAVAILABLE.test(state)) return "unavailable";
  if (REFUSED.test(state)) return "refused";
  return CONNECTION.test(code) ? "unavailable" : "unforeseen";
}

/** A unique index refused a row (SQLSTATE unique_violation). */
export function isDuplicate(failure: unknown): boolean {
  return codesOf(failure).state === "23505";
}

/** For logs: the SQLSTATE, or the client's own code. Never the message, which may quote a row. */
export function codeOf(failure: unknown): string {
  const { state, code } = codesOf(failure);
  return state || code;
}

/** Why the store cannot be opened, for the operator: said of the URL, and without quoting it. */
export function openingFailure(failure: unknown): unknown {
  if (failure instanceof FeiliaoError)
    return new Error("names a PostgreSQL that cannot be reached or takes no writes");
  const { state } = codesOf(failure);
  if (/^28/.test(state)) return new Error("is refused by its server: wrong user or password");
  if (state === "3D000") return new Error("names a database that does not exist");
  return failure;
}

export function storageFailed(): FeiliaoError {
  return new FeiliaoError("storage_failed", { retry_after_s: RETRY_AFTER_S });
}

function codesOf(failure: unknown): { state: string; code: string } {
  if (failure instanceof SQL.PostgresError) return { state: failure.errno ?? "", code: failure.code };
  const code = failure instanceof Error && "code" in failure ? String(failure.code) : "";
  return { state: "", code };
}

import { describeFailure, type Logger } from "./logger.ts";

/** For work that nobody waits for: a failure is logged where it would otherwise end the process. */
export function inBackground(logger: Logger, what: string, work: Promise<unknown>): void {
  work.catch((failure) => logger.error(`${what} failed`, { error: describeFailure(failure) }));
}

/** For logs and for decisions: what the system, or a library, calls the failure; empty when it has no name. */
export function codeOf(failure: unknown): string {
  return failure instanceof Error && "code" in failure ? String(failure.code) : "";
}

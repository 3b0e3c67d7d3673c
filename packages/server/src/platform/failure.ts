import { describeFailure, type Logger } from "./logger.ts";

/** For work that nobody waits for: a failure is logged where it would otherwise end the process. */
export function inBackground(logger: Logger, what: string, work: Promise<unknown>): void {
  work.catch((failure) => logger.error(`${what} failed`, { error: describeFailure(failure) }));
}

import { describeFailure, type Logger } from "./logger.ts";

/** Time, so that a whole server can run on a virtual clock. Milliseconds since 1970. */
export interface Clock {
  now(): number;
  setTimeout(action: () => void, delay_ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (action, delay_ms) => setTimeout(action, delay_ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/**
 * Runs `action` again and again, `interval_ms` after the last run has finished, until stopped. A run that fails
 * is logged, and the next one comes all the same.
 */
export function repeat(
  clock: Clock,
  logger: Logger,
  interval_ms: number,
  action: () => void | Promise<void>,
): () => void {
  let stopped = false;
  let timer: unknown;
  const schedule = () => {
    timer = clock.setTimeout(async () => {
      try {
        await action();
      } catch (failure) {
        logger.error("recurring work failed", { error: describeFailure(failure) });
      }
      if (!stopped) schedule();
    }, interval_ms);
  };
  schedule();
  return () => {
    stopped = true;
    clock.clearTimeout(timer);
  };
}

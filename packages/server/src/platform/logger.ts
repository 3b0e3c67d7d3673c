import type { Clock } from "./clock.ts";

/**
 * Fields a log line may carry. The list is closed so that no text, name, number, token or code can ever be
 * logged by accident: add a field here only if its values are none of those.
 */
export interface LogFields {
  operation?: string;
  error?: string;
  code?: string;
  kind?: string;
  /** What the operator calls a link to a carrier. */
  link?: string;
  count?: number;
  duration_ms?: number;
  port?: number;
  path?: string;
  setting?: string;
}

export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** One JSON object a line on standard error. */
export function jsonLogger(clock: Clock, write: (line: string) => void = writeToStderr): Logger {
  const log =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(JSON.stringify({ at: new Date(clock.now()).toISOString(), level, message, ...fields }));
  return { info: log("info"), warn: log("warn"), error: log("error") };
}

export const silentLogger: Logger = { info() {}, warn() {}, error() {} };

/** Names an unforeseen failure by its class and place, never by its message: that may quote a person's words. */
export function describeFailure(failure: unknown): string {
  if (!(failure instanceof Error)) return typeof failure;
  const place = failure.stack?.split("\n").find((line) => line.includes(".ts")) ?? "";
  return `${failure.name} ${place
    .trim()
    .replace(/^at\s+/, "")
    .replace(/\(?\S*\/(packages\/)/, "$1")}`.trim();
}

function writeToStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

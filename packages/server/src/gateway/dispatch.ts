import { COMMON_ERRORS, OPERATIONS, type OperationName } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { z } from "zod";
import type { HandledOperation, Handlers, SocketContext } from "../operations/handler.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import type { DeviceIdentity } from "../store/account-store.ts";
import { type CallerLimits, callerKey } from "./caller-limits.ts";
import { frequentInput } from "./frequent-inputs.ts";

/** What is known of who calls; less than an operation needs makes it answer why. */
export interface CallContext {
  ip: string | null;
  caller: DeviceIdentity | null;
  socket: SocketContext["socket"] | null;
}

/** Runs operations: checks access and input. */
export class Dispatch {
  readonly #handlers: Handlers;
  readonly #limits: CallerLimits;
  readonly #logger: Logger;

  constructor(handlers: Handlers, limits: CallerLimits, logger: Logger) {
    this.#handlers = handlers;
    this.#limits = limits;
    this.#logger = logger;
  }

  /**
   * Resolves with the output. Throws or rejects with anything: `toFeiliaoError` says what to answer. (Not an
   * async function: each promise between a frame and its answer is a noticeable part of what a message costs.)
   */
  call(name: string, input: unknown, context: CallContext): Promise<unknown> {
    this.#limits.take(callerKey(context.caller?.account_id, context.ip));
    if (!isOperation(name)) throw new FeiliaoError("unknown_operation");
    const { access, input: schema } = OPERATIONS[name];
    if (access !== "anyone" && !context.caller) throw new FeiliaoError("unauthorized");
    if (access === "socket" && !context.socket)
      throw new FeiliaoError("bad_request", {}, "only on the socket");
    const checked = frequentInput(name, input) ?? check(schema, input);
    // The table is total and typed by name; here, where the name is a value, only its union is known.
    const handler = this.#handlers[name] as (input: unknown, context: CallContext) => Promise<unknown>;
    return handler(checked, context);
  }

  /** What to answer; everything unforeseen is `internal`, and logged here. */
  toFeiliaoError(operation: string, failure: unknown): FeiliaoError {
    if (failure instanceof FeiliaoError) {
      if (isDeclared(operation, failure)) return failure;
      this.#logger.warn("an operation answered an error it does not declare", {
        operation,
        code: failure.code,
      });
      return failure;
    }
    // The name may be anything a caller wrote; only known ones go into the log.
    const known = isOperation(operation) ? { operation } : {};
    this.#logger.error("an operation failed", { ...known, error: describeFailure(failure) });
    return new FeiliaoError("internal");
  }
}

function isOperation(name: string): name is HandledOperation {
  return Object.hasOwn(OPERATIONS, name) && name !== "session/hello";
}

const GATEWAY_ERRORS = new Set<string>([
  ...COMMON_ERRORS,
  "unknown_operation",
  "too_large",
  "hello_required",
]);

function isDeclared(operation: string, { code }: FeiliaoError): boolean {
  if (GATEWAY_ERRORS.has(code) || !isOperation(operation)) return true;
  return (OPERATIONS[operation as OperationName].errors as readonly string[]).includes(code);
}

/** @throws {FeiliaoError} bad_request */
function check(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new FeiliaoError("bad_request", {}, explain(parsed.error.issues));
  return parsed.data;
}

/** Names the fields, never their values: those may be a person's words. */
function explain(issues: readonly { path: PropertyKey[]; code?: string | undefined }[]): string {
  const fields = issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.map(String).join(".") || "input"} (${code})`);
  return `the input does not fit: ${fields.join(", ")}`;
}

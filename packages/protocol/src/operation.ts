import type { z } from "zod";
import type { ErrorCode } from "./errors.ts";

/** Who may call: anyone, or a signed-in device; `socket` means only as a frame on `/v1/socket`. */
export type Access = "anyone" | "device" | "socket";

/** One operation of the contract: its name is its path, in this package, in the server and on the wire. */
export interface Operation<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  /** One paragraph for the reference: what it does and what holds afterwards. */
  readonly doc: string;
  readonly access: Access;
  readonly input: Input;
  readonly output: Output;
  /** Errors of this operation, beyond those every operation may answer (`COMMON_ERRORS`). */
  readonly errors: readonly ErrorCode[];
}

export function operation<const Name extends string, Input extends z.ZodType, Output extends z.ZodType>(
  definition: Operation<Name, Input, Output>,
): Operation<Name, Input, Output> {
  return definition;
}

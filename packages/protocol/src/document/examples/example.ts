import type { CallInput, OperationName, Output } from "../../operations.ts";

/** One call and its answer. */
export interface Example<Name extends OperationName> {
  input: CallInput<Name>;
  output: Output<Name>;
}

import type { OperationName } from "./operations.ts";

/** A text frame from a client: one operation. `id` is echoed by the answer. Larger ones are refused. */
export interface Call<Name extends OperationName = OperationName> {
  id: number | string;
  op: Name;
  input: unknown;
}

export const TEXT_FRAME_BYTES_MAX = 256 * 1024;
export const JSON_DEPTH_MAX = 16;

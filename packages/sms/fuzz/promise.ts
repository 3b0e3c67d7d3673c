import { isDeepStrictEqual } from "node:util";

/** Throws what was promised when it does not hold. */
export function promise(holds: boolean, promised: string): void {
  if (!holds) throw new Error(`broken promise: ${promised}`);
}

export function promiseEqual(one: unknown, other: unknown, promised: string): void {
  promise(isDeepStrictEqual(one, other), promised);
}

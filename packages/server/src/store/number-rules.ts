import { FeiliaoError } from "@feiliao/protocol/errors";

/** The account that has a number which another account's owner has proven to hold now. */
export interface NumberHolder {
  /** Somebody has signed in to it. */
  claimed: boolean;
  /** Nobody has for so long that the number is taken to have a new owner. */
  idle: boolean;
  erase_at: number | null;
}

/**
 * Whether a number may pass to another account that changes to it. An account that is to be erased keeps its number
 * to the end, so that its owner can come back.
 *
 * @throws {FeiliaoError} number_taken
 */
export function mayTakeNumber({ claimed, idle, erase_at }: NumberHolder): void {
  if (erase_at !== null || (claimed && !idle)) throw new FeiliaoError("number_taken");
}

import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Clock } from "../types.ts";

/** After an answer that did not come. */
const RETRY_AFTER_MS = 2_000;

/** Makes one long request after the other while somebody waits. True: the server says that there is nothing to wait for. */
export async function keepAsking(
  clock: Clock,
  waits: () => boolean,
  ask: () => Promise<void>,
): Promise<boolean> {
  while (waits()) {
    try {
      await ask();
    } catch (failure) {
      if (failure instanceof FeiliaoError && failure.details.retry_after_s === undefined) return true;
      await new Promise((resolve) => void clock.setTimeout(() => resolve(null), RETRY_AFTER_MS));
    }
  }
  return false;
}

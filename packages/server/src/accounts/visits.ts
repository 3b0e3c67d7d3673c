import type { Receivers } from "../delivery/receivers.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import type { AccountStore } from "../store/account-store.ts";

const INTERVAL_MS = 3_600_000;

/** A device that stays connected for weeks is in use, although it never signs in again. Returns how to stop. */
export function noteVisits(
  receivers: Receivers,
  accounts: AccountStore,
  clock: Clock,
  logger: Logger,
): () => void {
  return repeat(clock, logger, INTERVAL_MS, async () => {
    const now = clock.now();
    await Promise.all([...receivers.all()].map((receiver) => accounts.touch(receiver, now)));
  });
}

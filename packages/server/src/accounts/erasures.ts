import { type Clock, repeat } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import type { AccountStore } from "../store/account-store.ts";

/** How long its owner can change their mind. */
export const ERASURE_GRACE_MS = 7 * 24 * 3_600_000;

const INTERVAL_MS = 10 * 60_000;
const BATCH = 100;

/**
 * Erases accounts whose time of grace has ended. Every node does: erasing twice is erasing once. Returns how to stop.
 */
export function eraseWhenDue(accounts: AccountStore, clock: Clock, logger: Logger): () => void {
  return repeat(clock, logger, INTERVAL_MS, async () => {
    const now = clock.now();
    let due = await accounts.dueErasures(now, BATCH);
    while (due.length > 0) {
      for (const account_id of due) await accounts.erase(account_id, now);
      due = due.length === BATCH ? await accounts.dueErasures(now, BATCH) : [];
    }
  });
}

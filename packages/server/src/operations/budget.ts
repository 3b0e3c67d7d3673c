import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Budget, LimitStore } from "../store/limit-store.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** @throws rate_limited when the budget is used up */
export async function takeBudget(limits: LimitStore, budget: Budget, now: number): Promise<void> {
  const { wait_ms } = await limits.take([budget], now);
  if (wait_ms > 0) throw new FeiliaoError("rate_limited", { retry_after_s: Math.ceil(wait_ms / 1_000) });
}

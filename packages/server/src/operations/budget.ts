import { takeBudgets } from "../accounts/take-budgets.ts";
import type { Budget, LimitStore } from "../store/limit-store.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** @throws rate_limited when the budget is used up */
export function takeBudget(limits: LimitStore, budget: Budget, now: number): Promise<void> {
  return takeBudgets(limits, [budget], now);
}

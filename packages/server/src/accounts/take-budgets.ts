import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Budget, LimitStore } from "../store/limit-store.ts";

/** Takes from all of them, or from none. @throws {FeiliaoError} rate_limited */
export async function takeBudgets(
  limits: LimitStore,
  budgets: readonly Budget[],
  now: number,
): Promise<void> {
  if (budgets.length === 0) return;
  const { wait_ms } = await limits.take(budgets, now);
  if (wait_ms > 0) throw limited(wait_ms);
}

export function limited(wait_ms: number): FeiliaoError {
  return new FeiliaoError("rate_limited", { retry_after_s: toSeconds(wait_ms) });
}

/** Rounded up. */
export function toSeconds(duration_ms: number): number {
  return Math.ceil(duration_ms / 1_000);
}

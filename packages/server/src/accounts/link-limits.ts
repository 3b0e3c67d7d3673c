import type { Budget } from "../store/limit-store.ts";
import { ipBlock } from "./verification-limits.ts";

const MINUTE_MS = 60_000;

/** How long a code on a screen may be scanned and confirmed. */
export const LINK_LIFETIME_MS = MINUTE_MS;
/** What became of it is still answered for so long to the device that waits. */
export const LINK_ANSWER_MS = 2 * MINUTE_MS;
/** Devices that wait at one node. */
export const LINK_WAITERS_MAX = 10_000;

const WINDOW_MS = 10 * MINUTE_MS;

/** A page that is left open renews its code ten times in ten minutes; a whole office may do so. */
export function startBudgets(ip: string | null): Budget[] {
  if (ip === null) return [];
  return [
    { key: `link ip ${ip}`, limit: 200, window_ms: WINDOW_MS },
    { key: `link ip block ${ipBlock(ip)}`, limit: 1_000, window_ms: WINDOW_MS },
  ];
}

export function claimBudget(account_id: string): Budget {
  return { key: `link claims ${account_id}`, limit: 20, window_ms: WINDOW_MS };
}

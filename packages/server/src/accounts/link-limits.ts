import type { Budget } from "../store/limit-store.ts";
import { ipBlock } from "./verification-limits.ts";

const MINUTE_MS = 60_000;

/** How long a code on a screen may be scanned and confirmed. */
export const LINK_LIFETIME_MS = MINUTE_MS;
/** What became of it is still answered for so long to the device that waits. */
export const LINK_ANSWER_MS = 2 * MINUTE_MS;
/** Devices that wait at one node. */
export const LINK_WAITERS_MAX = 10_000;

/** How long the devices of a number have to allow a link that they are asked for. */
export const ASKED_LIFETIME_MS = 5 * MINUTE_MS;

const DAY_MS = 24 * 60 * MINUTE_MS;
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

/** Who is asked again and again allows in the end what they only want to be rid of. */
export function askBudgets(number: string, ip: string | null): Budget[] {
  const asker =
    ip === null
      ? []
      : [
          { key: `link asks ip ${ip}`, limit: 10, window_ms: WINDOW_MS },
          { key: `link asks ip block ${ipBlock(ip)}`, limit: 30, window_ms: WINDOW_MS },
        ];
  return [
    { key: `link asks ${number}`, limit: 3, window_ms: WINDOW_MS },
    { key: `link asks day ${number}`, limit: 6, window_ms: DAY_MS },
    ...asker,
  ];
}

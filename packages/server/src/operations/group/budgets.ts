import type { AccountId } from "@feiliao/protocol";
import type { Budget } from "../../store/limit-store.ts";
import { DAY_MS, HOUR_MS } from "../budget.ts";

/** Making groups and asking people in, together. */
const ASKED_PER_HOUR_MAX = 50;
/** People who have never said that they know the asker. */
const INVITED_PER_DAY_MAX = 500;
/** Everything else that becomes an entry of a group. */
const CHANGES_PER_HOUR_MAX = 600;
/** A token cannot be guessed; whoever tries many has not been given them. */
const LOOKED_PER_HOUR_MAX = 60;
const JOINED_PER_DAY_MAX = 100;

export function askingBudget(account_id: AccountId): Budget {
  return { key: `groups ${account_id}`, limit: ASKED_PER_HOUR_MAX, window_ms: HOUR_MS };
}

export function invitingBudget(account_id: AccountId, amount: number): Budget {
  return { key: `invited ${account_id}`, limit: INVITED_PER_DAY_MAX, window_ms: DAY_MS, amount };
}

export function changingBudget(account_id: AccountId): Budget {
  return { key: `group changes ${account_id}`, limit: CHANGES_PER_HOUR_MAX, window_ms: HOUR_MS };
}

export function lookingBudget(account_id: AccountId): Budget {
  return { key: `links ${account_id}`, limit: LOOKED_PER_HOUR_MAX, window_ms: HOUR_MS };
}

export function joiningBudget(account_id: AccountId): Budget {
  return { key: `joined ${account_id}`, limit: JOINED_PER_DAY_MAX, window_ms: DAY_MS };
}

/** A budget: at most `limit` uses (or bytes, …) of `key` in any fixed window of `window_ms`. */
export interface Budget {
  key: string;
  limit: number;
  window_ms: number;
  /** How much is taken at once; default 1. */
  amount?: number;
}

/** Counters that survive a restart. */
export interface LimitStore {
  /** Takes from each budget, or from none at all: then the answer is how long until all of them have one again, in ms. */
  take(budgets: readonly Budget[], now: number): Promise<{ wait_ms: number }>;
}

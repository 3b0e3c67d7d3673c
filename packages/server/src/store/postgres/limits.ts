import type { Budget, LimitStore } from "../limit-store.ts";
import { columnsOf } from "./array-literal.ts";
import type { Database } from "./database.ts";

/** Thrown to undo what was taken, since one of the budgets was short. */
class Short extends Error {
  readonly wait_ms: number;

  constructor(wait_ms: number) {
    super("a budget is used up");
    this.wait_ms = wait_ms;
  }
}

/** In the order of keys, so that no two takers wait for each other. */
const TAKE = `
  INSERT INTO rate_limit AS held (key, window_ends_at, used)
  SELECT key, $4::bigint + window_ms, amount
  FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS taken (key, window_ms, amount)
  ORDER BY key
  ON CONFLICT (key) DO UPDATE SET
    used = excluded.used + CASE WHEN held.window_ends_at > $4::bigint THEN held.used ELSE 0 END,
    window_ends_at = CASE WHEN held.window_ends_at > $4::bigint THEN held.window_ends_at
                          ELSE excluded.window_ends_at END
  RETURNING key, window_ends_at, used`;

/** What is over is swept once in so many takes, without waiting for anybody. */
const TAKES_PER_SWEEP = 100;
const SWEEP = `
  DELETE FROM rate_limit WHERE key = ANY(ARRAY(
    SELECT key FROM rate_limit WHERE window_ends_at <= $1::bigint LIMIT 1000 FOR UPDATE SKIP LOCKED))`;

export function postgresLimits(database: Database): LimitStore {
  let takes = 0;

  function takeAll(budgets: readonly Budget[], now: number): Promise<void> {
    const limits = new Map(budgets.map(({ key, limit }) => [key, limit]));
    return database.transaction(async (transaction) => {
      const windows = await transaction.query<{ key: string; window_ends_at: string; used: string }>(
        TAKE,
        ...columnsOf(budgets.map(({ key, window_ms, amount = 1 }) => [key, window_ms, amount])),
        String(now),
      );
      const short = windows.filter(({ key, used }) => Number(used) > limits.get(key)!);
      const waits = short.map(({ window_ends_at }) => Number(window_ends_at) - now);
      if (waits.length > 0) throw new Short(Math.max(...waits));
    });
  }

  return {
    async take(budgets, now) {
      if (budgets.length === 0) return { wait_ms: 0 };
      if (++takes % TAKES_PER_SWEEP === 0) await database.query(SWEEP, String(now));
      try {
        await takeAll(budgets, now);
        return { wait_ms: 0 };
      } catch (failure) {
        if (failure instanceof Short) return { wait_ms: failure.wait_ms };
        throw failure;
      }
    },
  };
}

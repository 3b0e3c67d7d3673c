import type { Database } from "bun:sqlite";
import type { Budget, LimitStore } from "../limit-store.ts";
import type { SqliteWriter } from "./writer.ts";

export function sqliteLimits(database: Database, writer: SqliteWriter): LimitStore {
  const read = database.query<{ window_ends_at: number; used: number }, [string]>(
    "SELECT window_ends_at, used FROM rate_limit WHERE key = ?",
  );
  const save = database.query<unknown, [string, number, number]>(
    `INSERT INTO rate_limit VALUES (?, ?, ?) ON CONFLICT (key)
     DO UPDATE SET window_ends_at = excluded.window_ends_at, used = excluded.used`,
  );
  const expire = database.query<unknown, [number]>("DELETE FROM rate_limit WHERE window_ends_at <= ?");

  function take(budgets: readonly Budget[], now: number): { wait_ms: number } {
    expire.run(now);
    const windows = budgets.map(({ key, limit, window_ms, amount = 1 }) => {
      const { window_ends_at, used } = read.get(key) ?? { window_ends_at: now + window_ms, used: 0 };
      return {
        key,
        window_ends_at,
        used: used + amount,
        wait_ms: used + amount > limit ? window_ends_at - now : 0,
      };
    });
    const wait_ms = Math.max(0, ...windows.map((window) => window.wait_ms));
    if (wait_ms === 0)
      for (const { key, window_ends_at, used } of windows) save.run(key, window_ends_at, used);
    return { wait_ms };
  }

  return { take: (budgets, now) => writer.write(() => take(budgets, now)) };
}

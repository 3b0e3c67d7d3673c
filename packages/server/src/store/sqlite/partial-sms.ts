import type { Database } from "bun:sqlite";
import type { PartialSms, PartialSmsStore } from "../partial-sms-store.ts";
import type { SqliteWriter } from "./writer.ts";

export function sqlitePartialSms(database: Database, writer: SqliteWriter): PartialSmsStore {
  const get = database.query<{ partial: string }, [string]>("SELECT partial FROM partial_sms WHERE key = ?");
  const insert = database.query<unknown, [string, string, number]>(
    "INSERT INTO partial_sms (key, partial, first_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const update = database.query<unknown, [string, number, string, string]>(
    "UPDATE partial_sms SET partial = ?, first_at = ? WHERE key = ? AND partial = ?",
  );
  const remove = database.query<unknown, [string, string]>(
    "DELETE FROM partial_sms WHERE key = ? AND partial = ?",
  );
  const overdue = database.query<PartialSms, [number, number]>(
    "SELECT key, partial, first_at FROM partial_sms WHERE first_at < ? ORDER BY first_at LIMIT ?",
  );

  function replace(key: string, expected: string | null, next: Omit<PartialSms, "key"> | null): boolean {
    if (expected === null) return next === null || insert.run(key, next.partial, next.first_at).changes > 0;
    if (next === null) return remove.run(key, expected).changes > 0;
    return update.run(next.partial, next.first_at, key, expected).changes > 0;
  }

  return {
    get: async (key) => get.get(key)?.partial ?? null,
    replace: (key, expected, next) => writer.write(() => replace(key, expected, next)),
    overdue: async (begun_before, limit) => overdue.all(begun_before, limit),
  };
}

import type { PartialSms, PartialSmsStore } from "../partial-sms-store.ts";
import type { Database } from "./database.ts";

type Row = Omit<PartialSms, "first_at"> & { first_at: string };

export function postgresPartialSms(database: Database): PartialSmsStore {
  const insert = (key: string, { partial, first_at }: Omit<PartialSms, "key">) =>
    database.change(
      "INSERT INTO partial_sms (key, partial, first_at) VALUES ($1, $2, $3::bigint) ON CONFLICT DO NOTHING",
      ...[key, partial, String(first_at)],
    );
  const update = (key: string, expected: string, { partial, first_at }: Omit<PartialSms, "key">) =>
    database.change(
      "UPDATE partial_sms SET partial = $3, first_at = $4::bigint WHERE key = $1 AND partial = $2",
      ...[key, expected, partial, String(first_at)],
    );
  const remove = (key: string, expected: string) =>
    database.change("DELETE FROM partial_sms WHERE key = $1 AND partial = $2", key, expected);

  return {
    async get(key) {
      const [row] = await database.query<Row>("SELECT partial FROM partial_sms WHERE key = $1", key);
      return row?.partial ?? null;
    },
    async replace(key, expected, next) {
      if (next === null) return expected === null || (await remove(key, expected)) > 0;
      return (await (expected === null ? insert(key, next) : update(key, expected, next))) > 0;
    },
    async overdue(begun_before, limit) {
      const rows = await database.query<Row>(
        `SELECT key, partial, first_at FROM partial_sms WHERE first_at < $1::bigint
         ORDER BY first_at LIMIT $2::integer`,
        ...[begun_before, limit].map(String),
      );
      return rows.map((row) => ({ ...row, first_at: Number(row.first_at) }));
    },
  };
}

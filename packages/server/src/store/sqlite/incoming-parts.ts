import type { Database } from "bun:sqlite";
import type { IncomingPartRow, IncomingPartStore, LongSmsKey } from "../incoming-part-store.ts";
import type { SqliteWriter } from "./writer.ts";

type KeyColumns = [from: string, to: string, ref: number, parts: number];
type PartRow = Omit<IncomingPartRow, keyof LongSmsKey>;

export function sqliteIncomingParts(database: Database, writer: SqliteWriter): IncomingPartStore {
  const begin = database.query<unknown, [...KeyColumns, number]>(
    "INSERT INTO long_sms VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
  );
  const isForgotten = database.query<{ forgotten: number }, KeyColumns>(
    "SELECT forgotten FROM long_sms WHERE sender = ? AND receiver = ? AND ref = ? AND parts = ?",
  );
  const put = database.query<unknown, [...KeyColumns, number, string, string, number]>(
    "INSERT INTO long_sms_part VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const partsOf = database.query<PartRow, KeyColumns>(
    `SELECT part, text, carrier_message_id, at FROM long_sms_part
     WHERE sender = ? AND receiver = ? AND ref = ? AND parts = ? ORDER BY part`,
  );
  const overdue = database.query<LongSmsKey, [number, number]>(
    `SELECT sender AS "from", receiver AS "to", ref, parts FROM long_sms
     WHERE begun_at < ? AND NOT forgotten ORDER BY begun_at LIMIT ?`,
  );
  const markForgotten = database.query<unknown, KeyColumns>(
    "UPDATE long_sms SET forgotten = 1 WHERE sender = ? AND receiver = ? AND ref = ? AND parts = ?",
  );
  const removeParts = database.query<unknown, KeyColumns>(
    "DELETE FROM long_sms_part WHERE sender = ? AND receiver = ? AND ref = ? AND parts = ?",
  );
  const sweep = database.query<unknown, [number]>("DELETE FROM long_sms WHERE forgotten AND begun_at < ?");

  function rowsOf({ from, to, ref, parts }: LongSmsKey): IncomingPartRow[] {
    return partsOf.all(from, to, ref, parts).map((row) => ({ from, to, ref, parts, ...row }));
  }

  function keep(row: IncomingPartRow, now: number): IncomingPartRow[] {
    const key = columns(row);
    begin.run(...key, now);
    if (isForgotten.get(...key)!.forgotten) return [];
    put.run(...key, row.part, row.text, row.carrier_message_id, row.at);
    const kept = rowsOf(row);
    return kept.length === row.parts ? kept : [];
  }

  return {
    keep: (row, now) => writer.write(() => keep(row, now)),
    overdue: async (kept_before, limit) => overdue.all(kept_before, limit).map(rowsOf),
    forget: (sms) =>
      writer.write(() => {
        markForgotten.run(...columns(sms));
        removeParts.run(...columns(sms));
      }),
    sweep: (begun_before) => writer.write(() => void sweep.run(begun_before)),
  };
}

function columns({ from, to, ref, parts }: LongSmsKey): KeyColumns {
  return [from, to, ref, parts];
}

import type { IncomingPartRow, IncomingPartStore, LongSmsKey } from "../incoming-part-store.ts";
import type { Database } from "./database.ts";
import type { Transaction } from "./transaction.ts";

type Row = Omit<IncomingPartRow, "at"> & { at: string };

const COLUMNS = `sender AS "from", receiver AS "to", ref, parts, part, text, carrier_message_id, at`;
const BY_KEY = "sender = $1 AND receiver = $2 AND ref = $3::integer AND parts = $4::integer";

export function postgresIncomingParts(database: Database): IncomingPartStore {
  /** The row of the SMS is locked, so that of parts that come together the last one sees the others. */
  async function keep(
    transaction: Transaction,
    row: IncomingPartRow,
    now: number,
  ): Promise<IncomingPartRow[]> {
    const key = columns(row);
    const [sms] = await transaction.query<{ forgotten: boolean }>(
      `INSERT INTO long_sms VALUES ($1, $2, $3::integer, $4::integer, $5::bigint, false)
       ON CONFLICT (sender, receiver, ref, parts) DO UPDATE SET forgotten = long_sms.forgotten
       RETURNING forgotten`,
      ...key,
      String(now),
    );
    if (sms!.forgotten) return [];
    const rows = await transaction.query<Row>(
      `WITH kept AS (
         INSERT INTO long_sms_part VALUES ($1, $2, $3::integer, $4::integer, $5::integer, $6, $7, $8::bigint)
         ON CONFLICT DO NOTHING RETURNING *)
       SELECT ${COLUMNS} FROM kept UNION ALL SELECT ${COLUMNS} FROM long_sms_part WHERE ${BY_KEY}
       ORDER BY part`,
      ...key,
      ...[String(row.part), row.text, row.carrier_message_id, String(row.at)],
    );
    return rows.length === row.parts ? rows.map(toPart) : [];
  }

  return {
    keep: (row, now) => database.transaction((transaction) => keep(transaction, row, now)),
    async overdue(kept_before, limit) {
      const rows = await database.query<Row>(
        `SELECT ${COLUMNS} FROM long_sms_part JOIN (
           SELECT * FROM long_sms WHERE begun_at < $1::bigint AND NOT forgotten
           ORDER BY begun_at LIMIT $2::integer) AS due USING (sender, receiver, ref, parts)
         ORDER BY begun_at, sender, receiver, ref, parts, part`,
        String(kept_before),
        String(limit),
      );
      return [...Map.groupBy(rows.map(toPart), (part) => columns(part).join(" ")).values()];
    },
    forget: (sms) =>
      database.transaction(async (transaction) => {
        transaction.write(`UPDATE long_sms SET forgotten = true WHERE ${BY_KEY}`, ...columns(sms));
        transaction.write(`DELETE FROM long_sms_part WHERE ${BY_KEY}`, ...columns(sms));
      }),
    async sweep(begun_before) {
      await database.query(
        "DELETE FROM long_sms WHERE forgotten AND begun_at < $1::bigint",
        String(begun_before),
      );
    },
  };
}

function columns({ from, to, ref, parts }: LongSmsKey): string[] {
  return [from, to, String(ref), String(parts)];
}

function toPart(row: Row): IncomingPartRow {
  return { ...row, at: Number(row.at) };
}

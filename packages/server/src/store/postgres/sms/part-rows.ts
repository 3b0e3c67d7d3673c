import { partOf } from "../../sms/carrier-ids.ts";
import type { SmsPartReport } from "../../sms/ledger.ts";
import { joined, type PartState } from "../../sms/ledger-rules.ts";
import { arrayOf } from "../array-literal.ts";
import type { Transaction } from "../transaction.ts";

type PartRow = Pick<PartState, keyof PartState> & { no: string; sms_id: string; carrier_message_id: string };
type ReportRow = Omit<SmsPartReport, "now"> & { no: string; came_at: string };

/** How many of the newest parts to one number a report is looked for in. */
const LOOKED_AT_MAX = 500;

/** The parts that carriers took, and the reports that are about none of them yet, within one transaction. */
export class PartRows {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /** A report and the answer that it is about may come to two nodes at once: one of them waits for the other. */
  async lockNumbers(numbers: readonly string[]): Promise<void> {
    await this.#transaction.query(
      `SELECT pg_advisory_xact_lock(lock) FROM (
         SELECT DISTINCT hashtextextended('sms ' || number, 0) AS lock FROM unnest($1::text[]) AS wanted (number)
         ORDER BY lock) AS locks`,
      arrayOf(numbers),
    );
  }

  add(sms: { sms_id: number; number: string }, link: string, carrier_message_ids: readonly string[]): void {
    if (carrier_message_ids.length === 0) return;
    this.#transaction.write(
      `INSERT INTO sms_part (sms_id, link, number, carrier_message_id, state)
       SELECT $1::bigint, $2, $3, id, 'pending' FROM unnest($4::text[]) WITH ORDINALITY AS taken (id, place)
       ORDER BY place`,
      ...[String(sms.sms_id), link, sms.number, arrayOf(carrier_message_ids)],
    );
  }

  of(sms_id: number): Promise<PartRow[]> {
    return this.#transaction.query<PartRow>(
      "SELECT no, sms_id, carrier_message_id, state, reason, code FROM sms_part WHERE sms_id = $1::bigint ORDER BY no",
      String(sms_id),
    );
  }

  /** Null: it is about none that is known. */
  async find({
    number,
    link,
    carrier_message_id,
  }: Pick<SmsPartReport, "number" | "link" | "carrier_message_id">) {
    const parts = await this.#transaction.query<PartRow>(
      `SELECT no, sms_id, carrier_message_id, state, reason, code FROM sms_part
       WHERE number = $1 AND link = $2 ORDER BY no DESC LIMIT ${LOOKED_AT_MAX}`,
      number,
      link,
    );
    return partOf(parts.reverse(), carrier_message_id);
  }

  /** True when the part is another now. */
  join(part: PartRow, { state, reason, code }: Pick<SmsPartReport, "state" | "reason" | "code">): boolean {
    if (state === "buffered" || state === "unknown") return false;
    const next = joined(part, { state, reason, code });
    if (next) {
      this.#transaction.write(
        "UPDATE sms_part SET state = $2, reason = $3, code = $4 WHERE no = $1::bigint",
        ...[part.no, next.state, next.reason, next.code],
      );
    }
    return next !== null;
  }

  keep({ link, number, carrier_message_id, state, reason, code, now }: SmsPartReport): void {
    this.#transaction.write(
      `INSERT INTO sms_report (link, number, carrier_message_id, state, reason, code, came_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7::bigint)`,
      ...[link, number, carrier_message_id, state, reason, code, String(now)],
    );
  }

  /** Takes the reports out that came before the parts they are about. */
  async takeEarly(
    number: string,
    link: string,
  ): Promise<(Omit<SmsPartReport, "now"> & { came_at: number })[]> {
    const kept = await this.#transaction.query<ReportRow>(
      "SELECT * FROM sms_report WHERE number = $1 AND link = $2 ORDER BY no",
      number,
      link,
    );
    const early = [];
    for (const { no, came_at, ...report } of kept) {
      if (!(await this.find(report))) continue;
      this.#transaction.write("DELETE FROM sms_report WHERE no = $1::bigint", no);
      early.push({ ...report, came_at: Number(came_at) });
    }
    return early;
  }
}

/** Gives up on reports from before a time, and counts them. */
export const FORGET_REPORTS = `
  WITH forgotten AS (DELETE FROM sms_report WHERE came_at <= $1::bigint RETURNING link, came_at)
  INSERT INTO sms_unmatched AS counted (link, came_at, count)
  SELECT link, came_at, count(*)::integer FROM forgotten GROUP BY link, came_at
  ON CONFLICT (link, came_at) DO UPDATE SET count = counted.count + excluded.count`;

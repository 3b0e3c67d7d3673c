import type { Database } from "bun:sqlite";
import { partOf } from "../../sms/carrier-ids.ts";
import type { SmsPartReport } from "../../sms/ledger.ts";
import { joined, type PartState } from "../../sms/ledger-rules.ts";

interface PartRow extends PartState {
  no: number;
  sms_id: number;
  carrier_message_id: string;
}

interface ReportRow extends Omit<SmsPartReport, "now"> {
  no: number;
  came_at: number;
}

/** How many of the newest parts to one number a report is looked for in. */
const LOOKED_AT_MAX = 500;

/** The parts that carriers took, and the reports that are about none of them yet. Within a write only. */
export class PartRows {
  readonly #queries;

  constructor(database: Database) {
    this.#queries = {
      add: database.query<unknown, [number, string, string, string]>(
        `INSERT INTO sms_part (sms_id, link, number, carrier_message_id, state) VALUES (?, ?, ?, ?, 'pending')`,
      ),
      of: database.query<PartRow, [number]>("SELECT * FROM sms_part WHERE sms_id = ? ORDER BY no"),
      to: database.query<PartRow, [string, string, number]>(
        `SELECT * FROM (SELECT * FROM sms_part WHERE number = ? AND link = ? ORDER BY no DESC LIMIT ?) ORDER BY no`,
      ),
      setState: database.query<unknown, [string, string | null, string | null, number]>(
        "UPDATE sms_part SET state = ?, reason = ?, code = ? WHERE no = ?",
      ),
      keep: database.query<unknown, [string, string, string, string, string | null, string, number]>(
        `INSERT INTO sms_report (link, number, carrier_message_id, state, reason, code, came_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ),
      kept: database.query<ReportRow, [string, string]>(
        "SELECT * FROM sms_report WHERE number = ? AND link = ? ORDER BY no",
      ),
      drop: database.query<unknown, [number]>("DELETE FROM sms_report WHERE no = ?"),
      count: database.query<unknown, [number]>(
        `INSERT INTO sms_unmatched (link, came_at, count)
         SELECT link, came_at, count(*) FROM sms_report WHERE came_at <= ? GROUP BY link, came_at
         ON CONFLICT DO UPDATE SET count = count + excluded.count`,
      ),
      forget: database.query<unknown, [number]>("DELETE FROM sms_report WHERE came_at <= ?"),
      unmatched: database.query<{ link: string; count: number }, [number]>(
        "SELECT link, sum(count) AS count FROM sms_unmatched WHERE came_at >= ? GROUP BY link ORDER BY link",
      ),
    };
  }

  add(sms: { sms_id: number; number: string }, link: string, carrier_message_ids: readonly string[]): void {
    for (const id of carrier_message_ids) this.#queries.add.run(sms.sms_id, link, sms.number, id);
  }

  of(sms_id: number): PartRow[] {
    return this.#queries.of.all(sms_id);
  }

  /** Null: it is about none that is known. */
  find({ number, link, carrier_message_id }: Pick<SmsPartReport, "number" | "link" | "carrier_message_id">) {
    return partOf(this.#queries.to.all(number, link, LOOKED_AT_MAX), carrier_message_id);
  }

  /** True when the part is another now. */
  join(part: PartRow, { state, reason, code }: Pick<SmsPartReport, "state" | "reason" | "code">): boolean {
    if (state === "buffered" || state === "unknown") return false;
    const next = joined(part, { state, reason, code });
    if (next) this.#queries.setState.run(next.state, next.reason, next.code, part.no);
    return next !== null;
  }

  keep({ link, number, carrier_message_id, state, reason, code, now }: SmsPartReport): void {
    this.#queries.keep.run(link, number, carrier_message_id, state, reason, code, now);
  }

  /** Takes the reports out that came before the parts they are about. */
  takeEarly(number: string, link: string): ReportRow[] {
    return this.#queries.kept.all(number, link).filter((report) => {
      if (!this.find(report)) return false;
      this.#queries.drop.run(report.no);
      return true;
    });
  }

  /** Gives up on reports from before a time, and counts them. */
  forgetReports(before: number): void {
    this.#queries.count.run(before);
    this.#queries.forget.run(before);
  }

  unmatched(since: number): { link: string; count: number }[] {
    return this.#queries.unmatched.all(since);
  }
}

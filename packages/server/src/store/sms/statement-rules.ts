import type { Statement, StatementLine } from "./billing.ts";
import { type KnownPart, partsCalled } from "./carrier-ids.ts";
import type { SmsLedgerState } from "./ledger.ts";

/** A row that was begun over the link of a statement, about the time that it covers. */
export interface BillableRow {
  sms_id: number;
  number: string;
  state: SmsLedgerState;
  begun_at: number;
  units: number;
  parts: readonly KnownPart[];
}

/** What a statement says of a row; no units: it was not billed. */
export interface BilledRow {
  sms_id: number;
  units: number;
  fen: number;
  /** Carrier ids of its parts that only the statement tells. */
  told_ids: readonly string[];
}

/** The carrier's clock and ours may differ by this much; so long before and after its period, rows are looked for. */
export const STATEMENT_MARGIN_MS = 10 * 60_000;

/**
 * Which rows the lines of a statement are about: first by carrier id and number, each part once as long as there are others,
 * since carriers use ids again, and the nearest in time first; then, where we never had an id, the row without an answer to
 * the same number that is nearest in time. Pure.
 */
export function matchStatement(
  { lines, from, until }: Pick<Statement, "lines" | "from" | "until">,
  rows: readonly BillableRow[],
): { billed: BilledRow[]; strange: StatementLine[] } {
  const byNumber = Map.groupBy(rows, ({ number }) => number);
  const bills = new Map<number, BilledRow>();
  const parts = Map.groupBy(
    rows.flatMap(({ sms_id, number, begun_at, parts }) =>
      parts.map(({ carrier_message_id }) => ({ carrier_message_id, sms_id, number, begun_at })),
    ),
    ({ number }) => number,
  );
  const explained = new Set<unknown>();
  const unexplained = lines.filter((line) => {
    const called = partsCalled(parts.get(line.number) ?? [], line.carrier_message_id);
    const open = called.filter((part) => !explained.has(part));
    const part = nearest(open.length > 0 ? open : called, line);
    if (part) add(bills, part.sms_id, line);
    explained.add(part);
    return part === null;
  });
  const strange = unexplained.filter((line) => {
    const unanswered = (byNumber.get(line.number) ?? []).filter(
      ({ sms_id, state, units }) =>
        (state === "unknown" || state === "begun") && (bills.get(sms_id)?.units ?? 0) < units,
    );
    const row = nearest(unanswered, line);
    if (!row || distance(row, line) > STATEMENT_MARGIN_MS) return true;
    add(bills, row.sms_id, line, [line.carrier_message_id]);
    return false;
  });
  for (const { sms_id, begun_at } of rows) {
    const covered = begun_at >= from && begun_at < until;
    if (covered && !bills.has(sms_id)) bills.set(sms_id, { sms_id, units: 0, fen: 0, told_ids: [] });
  }
  return { billed: [...bills.values()], strange };
}

function add(
  bills: Map<number, BilledRow>,
  sms_id: number,
  { units, fen }: StatementLine,
  told_ids: readonly string[] = [],
): void {
  const bill = bills.get(sms_id) ?? { sms_id, units: 0, fen: 0, told_ids: [] };
  bills.set(sms_id, {
    sms_id,
    units: bill.units + units,
    fen: bill.fen + fen,
    told_ids: [...bill.told_ids, ...told_ids],
  });
}

function nearest<Sent extends Pick<BillableRow, "begun_at">>(
  sent: readonly Sent[],
  line: StatementLine,
): Sent | null {
  return sent.toSorted((a, b) => distance(a, line) - distance(b, line))[0] ?? null;
}

function distance({ begun_at }: Pick<BillableRow, "begun_at">, { at }: StatementLine): number {
  return Math.abs(begun_at - at);
}

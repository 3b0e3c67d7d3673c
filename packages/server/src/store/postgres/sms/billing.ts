import type { SmsBilling, SmsSum, Statement, StatementOutcome } from "../../sms/billing.ts";
import { billed } from "../../sms/ledger-rules.ts";
import { type BilledRow, matchStatement, STATEMENT_MARGIN_MS } from "../../sms/statement-rules.ts";
import type { Database } from "../database.ts";
import type { Transaction } from "../transaction.ts";
import { BudgetRows } from "./budget-rows.ts";
import { LedgerRows } from "./ledger-rows.ts";
import { PartRows } from "./part-rows.ts";

/** Days of Asia/Shanghai, eight hours ahead and without daylight saving. */
const SUMS = `
  SELECT link, to_char(to_timestamp((coalesce(begun_at, created_at) + 28800000) / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
    kind, state, reason, count(*)::integer AS count, sum(units)::integer AS units, sum(coalesce(billed_fen, fen))::float8 AS fen,
    coalesce(sum(billed_fen), 0)::float8 AS billed_fen, count(billed_fen)::integer AS billed
  FROM sms WHERE created_at >= $1::bigint
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 1 NULLS FIRST, 3, 4, 5 NULLS FIRST`;

export function postgresSmsBilling(database: Database): SmsBilling {
  return {
    summary: (since) => database.query<SmsSum & Record<string, unknown>>(SUMS, String(since)),
    unmatchedReports: (since) =>
      database.query<{ link: string; count: number }>(
        `SELECT link, sum(count)::integer AS count FROM sms_unmatched WHERE came_at >= $1::bigint
         GROUP BY link ORDER BY link`,
        String(since),
      ),
    importStatement: (statement, now) =>
      database.transaction((transaction) => importStatement(transaction, statement, now)),
  };
}

async function importStatement(
  transaction: Transaction,
  statement: Statement,
  now: number,
): Promise<StatementOutcome> {
  const rows = new LedgerRows(transaction);
  const parts = new PartRows(transaction);
  const budgets = new BudgetRows(transaction);
  const { link, from, until, lines } = statement;
  const begun = await rows.select(
    `WHERE link = $1 AND begun_at >= $2::bigint AND begun_at < $3::bigint AND units > 0 ORDER BY sms_id FOR UPDATE`,
    ...[link, String(from - STATEMENT_MARGIN_MS), String(until + STATEMENT_MARGIN_MS)],
  );
  const billable = await Promise.all(
    begun.map(async (row) => ({ ...row, begun_at: row.begun_at!, parts: await parts.of(row.sms_id) })),
  );
  const { billed: bills, strange } = matchStatement(statement, billable);
  const byId = new Map(begun.map((row) => [row.sms_id, row]));
  const partsOf = new Map(billable.map(({ sms_id, parts }) => [sms_id, parts]));
  await budgets.lock(
    begun.flatMap(({ taken }) => taken.map(({ key }) => key)),
    now,
  );
  const sum = (values: readonly { fen: number }[]) => values.reduce((total, { fen }) => total + fen, 0);
  const outcome: StatementOutcome = {
    matched: lines.length - strange.length,
    ...{ resolved_taken: 0, resolved_not_taken: 0, unbilled: 0 },
    strange: strange.length,
    strange_fen: sum(strange),
    bill_fen: sum(lines),
  };
  for (const bill of bills) apply(bill);
  budgets.save(now);
  return outcome;

  function apply({ sms_id, units, fen, told_ids }: BilledRow): void {
    const row = byId.get(sms_id)!;
    const taken = units > 0 || fen > 0;
    const resolved = billed(row, taken, partsOf.get(sms_id)!, now);
    if (resolved) {
      outcome[taken ? "resolved_taken" : "resolved_not_taken"]++;
      if (!taken) budgets.giveBack(row.taken);
      rows.save(resolved);
    } else if (!taken) outcome.unbilled++;
    parts.add(row, link, told_ids);
    transaction.write(
      "UPDATE sms SET billed_units = $2::integer, billed_fen = $3::integer WHERE sms_id = $1::bigint",
      ...[sms_id, units, fen].map(String),
    );
  }
}

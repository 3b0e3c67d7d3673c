import type { Database } from "bun:sqlite";
import type { SmsBilling, SmsSum, Statement, StatementOutcome } from "../../sms/billing.ts";
import { billed } from "../../sms/ledger-rules.ts";
import { type BilledRow, matchStatement, STATEMENT_MARGIN_MS } from "../../sms/statement-rules.ts";
import type { SqliteWriter } from "../writer.ts";
import type { BudgetRows } from "./budget-rows.ts";
import type { LedgerRows } from "./ledger-rows.ts";
import type { PartRows } from "./part-rows.ts";

interface Parts {
  database: Database;
  rows: LedgerRows;
  budgets: BudgetRows;
  parts: PartRows;
}

export function sqliteSmsBilling(
  { database, rows, budgets, parts }: Parts,
  writer: SqliteWriter,
): SmsBilling {
  const sums = database.query<SmsSum, [number]>(
    // Days of Asia/Shanghai, eight hours ahead and without daylight saving.
    `SELECT link, date((coalesce(begun_at, created_at) + 28800000) / 1000, 'unixepoch') AS day, kind, state, reason,
       count(*) AS count, sum(units) AS units, sum(coalesce(billed_fen, fen)) AS fen,
       coalesce(sum(billed_fen), 0) AS billed_fen, count(billed_fen) AS billed
     FROM sms WHERE created_at >= ? GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 1, 3, 4, 5`,
  );
  const begun = rows.select(
    "WHERE link = ? AND begun_at >= ? AND begun_at < ? AND units > 0 ORDER BY sms_id",
  );
  const setBilled = database.query<unknown, [number, number, number]>(
    "UPDATE sms SET billed_units = ?, billed_fen = ? WHERE sms_id = ?",
  );

  function importStatement(statement: Statement, now: number): StatementOutcome {
    const { link, from, until, lines } = statement;
    const billable = begun(link, from - STATEMENT_MARGIN_MS, until + STATEMENT_MARGIN_MS).map((row) => ({
      ...row,
      begun_at: row.begun_at!,
      parts: parts.of(row.sms_id),
    }));
    const { billed: bills, strange } = matchStatement(statement, billable);
    const sum = (values: readonly { fen: number }[]) => values.reduce((total, { fen }) => total + fen, 0);
    const outcome: StatementOutcome = {
      matched: lines.length - strange.length,
      ...{ resolved_taken: 0, resolved_not_taken: 0, unbilled: 0 },
      strange: strange.length,
      strange_fen: sum(strange),
      bill_fen: sum(lines),
    };
    for (const bill of bills) apply(bill, outcome, now);
    return outcome;
  }

  function apply({ sms_id, units, fen, told_ids }: BilledRow, outcome: StatementOutcome, now: number): void {
    const row = rows.byId(sms_id)!;
    const taken = units > 0 || fen > 0;
    const resolved = billed(row, taken, parts.of(sms_id), now);
    if (resolved) {
      outcome[taken ? "resolved_taken" : "resolved_not_taken"]++;
      if (!taken) budgets.giveBack(row.taken);
      rows.save(resolved);
    } else if (!taken) outcome.unbilled++;
    parts.add(row, row.link!, told_ids);
    setBilled.run(units, fen, sms_id);
  }

  return {
    summary: async (since) => sums.all(since),
    unmatchedReports: async (since) => parts.unmatched(since),
    importStatement: (statement, now) => writer.write(() => importStatement(statement, now)),
  };
}

import type { Database } from "bun:sqlite";
import { REPORT_WAIT_MS } from "../../sms/ledger.ts";
import { INCOMING_KEPT_MS } from "../../sms/threads.ts";
import type { SmsStore } from "../../sms-store.ts";
import type { SqliteWriter } from "../writer.ts";
import { sqliteSmsBilling } from "./billing.ts";
import { BudgetRows } from "./budget-rows.ts";
import { sqliteSmsLedger } from "./ledger.ts";
import { LedgerRows } from "./ledger-rows.ts";
import { PartRows } from "./part-rows.ts";
import { sqliteSmsReminders } from "./reminders.ts";
import { sqliteSmsRoutes } from "./routes.ts";
import { sqliteSmsShares } from "./shares.ts";
import { sqliteSmsThreads } from "./threads.ts";

export function sqliteSms(database: Database, writer: SqliteWriter): SmsStore {
  const parts = new PartRows(database);
  const budgets = new BudgetRows(database);
  const shared = { database, rows: new LedgerRows(database), budgets, parts };
  const forgetSeen = database.query<unknown, [number]>("DELETE FROM sms_seen WHERE seen_at < ?");
  const forgetShares = database.query<unknown, [number]>("DELETE FROM sms_share WHERE expires_at <= ?");
  return {
    ...sqliteSmsLedger(shared, writer),
    ...sqliteSmsBilling(shared, writer),
    ...sqliteSmsThreads(database, writer),
    ...sqliteSmsReminders(database, writer),
    ...sqliteSmsRoutes(database, writer),
    ...sqliteSmsShares(database, writer),
    sweep: (now) =>
      writer.write(() => {
        parts.forgetReports(now - REPORT_WAIT_MS);
        forgetSeen.run(now - INCOMING_KEPT_MS);
        forgetShares.run(now);
        budgets.forget(now - BUDGETS_KEPT_MS);
      }),
  };
}

/** A month's budget is looked at until the month is over, and by who wonders about the last year. */
const BUDGETS_KEPT_MS = 400 * 86_400_000;

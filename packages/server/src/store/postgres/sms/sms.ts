import { REPORT_WAIT_MS } from "../../sms/ledger.ts";
import { INCOMING_KEPT_MS } from "../../sms/threads.ts";
import type { SmsStore } from "../../sms-store.ts";
import type { Database } from "../database.ts";
import { postgresSmsBilling } from "./billing.ts";
import { postgresSmsLedger } from "./ledger.ts";
import { FORGET_REPORTS } from "./part-rows.ts";
import { postgresSmsReminders } from "./reminders.ts";
import { postgresSmsRoutes } from "./routes.ts";
import { postgresSmsShares } from "./shares.ts";
import { postgresSmsThreads } from "./threads.ts";

/** A month's budget is looked at until the month is over, and by who wonders about the last year. */
const BUDGETS_KEPT_MS = 400 * 86_400_000;

export function postgresSms(database: Database): SmsStore {
  return {
    ...postgresSmsLedger(database),
    ...postgresSmsBilling(database),
    ...postgresSmsThreads(database),
    ...postgresSmsReminders(database),
    ...postgresSmsRoutes(database),
    ...postgresSmsShares(database),
    async sweep(now) {
      await database.query(FORGET_REPORTS, String(now - REPORT_WAIT_MS));
      await database.query("DELETE FROM sms_seen WHERE seen_at < $1::bigint", String(now - INCOMING_KEPT_MS));
      await database.query("DELETE FROM sms_share WHERE expires_at <= $1::bigint", String(now));
      await database.query(
        "DELETE FROM sms_budget WHERE used_at < $1::bigint",
        String(now - BUDGETS_KEPT_MS),
      );
    },
  };
}

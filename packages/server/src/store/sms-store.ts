import type { SmsBilling } from "./sms/billing.ts";
import type { SmsLedger } from "./sms/ledger.ts";
import type { SmsReminders } from "./sms/reminders.ts";
import type { SmsRoutes } from "./sms/routes.ts";
import type { SmsShares } from "./sms/shares.ts";
import type { SmsThreads } from "./sms/threads.ts";

/**
 * What the server remembers of SMS: the ledger of what went out and what it cost, the threads that answers find their
 * conversation by, what waits for somebody to read it, routes that were learnt, and links to what was shared.
 *
 * No text of a person's is kept in it, except an answer that waits to be told its conversation.
 */
export interface SmsStore extends SmsLedger, SmsBilling, SmsThreads, SmsReminders, SmsRoutes, SmsShares {
  /** Forgets what is of no use to anybody any more: see the lifetimes beside each part. */
  sweep(now: number): Promise<void>;
}

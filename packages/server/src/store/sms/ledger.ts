import type { AccountId, ConversationId, SmsReason } from "@feiliao/protocol";

/** message: of a person, whole · notice: that there is one · code: to sign up · service: an answer of the server's own. */
export type SmsPurpose = "code" | "message" | "notice" | "service";

/**
 * queued → begun → accepted → delivered | failed, or unknown: begun, and nobody answered; it is never sent again (D14). A
 * queued one may also become failed or cancelled without an attempt, and a begun one that was certainly refused queued.
 */
export type SmsLedgerState =
  | "queued"
  | "begun"
  | "accepted"
  | "delivered"
  | "failed"
  | "unknown"
  | "cancelled";

/** What is to be sent to one person. The key is its identity: however often it is asked for, it is one row (D14). */
export interface NewSms {
  key: string;
  kind: SmsPurpose;
  /** E.164 */
  number: string;
  /** Whose quota it takes, and who is told what becomes of it; null: the server's. */
  sender: AccountId | null;
  recipient: AccountId | null;
  conversation_id: ConversationId | null;
  seq: number | null;
  /** By which it is to go; null: whichever takes it. */
  link: string | null;
  not_before: number;
  /** Not sent by then, it has failed. */
  expires_at: number;
  /** In fen: dearer, it is not sent. Null: at any price. */
  fen_max: number | null;
  /** JSON of what the kind needs to be composed; no content. */
  details: string;
  now: number;
}

export interface SmsStep {
  /** buffered: the carrier has it, and the handset is off. */
  state: SmsLedgerState | "buffered";
  at: number;
  /** As the carrier said it. */
  code: string | null;
}

export interface SmsRow extends Omit<NewSms, "now"> {
  sms_id: number;
  state: SmsLedgerState;
  /** Why it failed or was cancelled. */
  reason: SmsReason | null;
  /** How often it was begun; also names the present attempt. */
  attempt: number;
  /** Digits after our number that it went out with. */
  extension: string;
  /** Of the present attempt; 0 before. */
  units: number;
  fen: number;
  created_at: number;
  begun_at: number | null;
  /** When it came into its state. */
  changed_at: number;
  /** Counts what its sender is told of. */
  revision: number;
  /** The oldest first, at most {@link SMS_STEPS_MAX}. */
  steps: readonly SmsStep[];
}

export const SMS_STEPS_MAX = 16;

/** A sum that must not grow over its limit; the key names whose and of which day or month. */
export interface SmsBudget {
  key: string;
  amount: number;
  max: number;
}

export interface BeginSms {
  sms_id: number;
  link: string;
  units: number;
  fen: number;
  extension: string;
  budgets: readonly SmsBudget[];
  now: number;
  /** Without an outcome by then it is unknown. */
  deadline: number;
}

/** gone: it is not queued any more. over: the budget that it would exceed; nothing was written. */
export type BegunSms =
  | { outcome: "begun"; attempt: number }
  | { outcome: "gone" }
  | { outcome: "over"; key: string };

/** What came of an attempt. A refusal is certain: quota and budgets get back what it took. */
export type SmsSettlement = { sms_id: number; attempt: number; now: number } & (
  | { outcome: "accepted"; carrier_message_ids: readonly string[] }
  | {
      outcome: "refused";
      reason: SmsReason;
      code: string;
      /** Where and when it is tried once more; null: it has failed. */
      again: { link: string | null; not_before: number } | null;
    }
  /** The ids of the parts that were answered. */
  | { outcome: "unknown"; carrier_message_ids: readonly string[] }
);

/** What the carrier says became of one part. */
export interface SmsPartReport {
  link: string;
  carrier_message_id: string;
  /** E.164 */
  number: string;
  state: "buffered" | "delivered" | "failed" | "expired" | "unknown";
  reason: SmsReason | null;
  code: string;
  now: number;
}

/** How long a report waits for the answer to the send that it is about. */
export const REPORT_WAIT_MS = 10 * 60_000;

/**
 * The ledger: one row per SMS, ever. Methods take arrays, for what one commit can carry; the items of one call are applied
 * in their order, each whole or not at all.
 *
 * - An SMS is begun at most once an attempt, whoever tries (D14): `begin` says who may send it.
 * - What budgets hold is the sum of what rows have taken and not given back.
 * - Reports come in any order, early, late, repeatedly or never: what they come to is the same. A part that was delivered
 *   once is; the message is as its worst part.
 */
export interface SmsLedger {
  /** Resolves to the rows of the keys: those present as they are, others queued. */
  open(sms: readonly NewSms[]): Promise<SmsRow[]>;
  /**
   * Takes rows that are queued and due, for these links or for none; nobody gets them again for the length of the lease.
   * Leases are seconds: one that seems to end later than {@link SMS_LEASE_MS_MAX} from now was given before the clock was
   * set back (D16).
   */
  claim(links: readonly string[], limit: number, now: number, lease_ms: number): Promise<SmsRow[]>;
  begin(attempts: readonly BeginSms[]): Promise<BegunSms[]>;
  /**
   * Resolves to the rows that changed. What is about an earlier attempt changes nothing; an answer that came after the
   * deadline still counts. Reports that came before the answer are matched now.
   */
  settle(results: readonly SmsSettlement[]): Promise<SmsRow[]>;
  /**
   * Resolves to the rows that changed. Carriers use ids again: a report belongs to an SMS by link, id and number; the id as
   * it was given, else as a number, decimal or hexadecimal. One that matches nothing is kept for {@link REPORT_WAIT_MS}.
   */
  report(reports: readonly SmsPartReport[]): Promise<SmsRow[]>;
  /** Begun and past the deadline: unknown. Queued and past its time: failed, expired. Resolves to these rows. */
  overdue(now: number): Promise<SmsRow[]>;
  /** Ends what is still queued without an attempt; resolves to the rows that this ended. */
  drop(
    ends: readonly { sms_id: number; state: "failed" | "cancelled"; reason: SmsReason | null; now: number }[],
  ): Promise<SmsRow[]>;
  /** What is still queued is due later, or by another link. */
  postpone(rows: readonly { sms_id: number; link: string | null; not_before: number }[]): Promise<void>;
  byId(sms_id: number): Promise<SmsRow | null>;
  byKey(key: string): Promise<SmsRow | null>;
  /** In the order they were opened. */
  ofMessage(conversation_id: ConversationId, seq: number): Promise<SmsRow[]>;
  /** Rows with a sender who has not been told of their last change, the oldest first. */
  untold(limit: number): Promise<SmsRow[]>;
  /** The sender was told of the row as of that revision. */
  told(rows: readonly { sms_id: number; revision: number }[]): Promise<void>;
  /** What budgets hold now, in the order of the keys. */
  spent(keys: readonly string[]): Promise<number[]>;
}

export const SMS_LEASE_MS_MAX = 60_000;

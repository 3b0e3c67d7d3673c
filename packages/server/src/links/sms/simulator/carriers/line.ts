import type { AccountName } from "./account.ts";
import type { FailureReason } from "./journey.ts";

/** An SMS as a handset wrote it, whole. */
export interface WrittenSms {
  message_id: string;
  /** E.164 of the handset. */
  from: string;
  /** The digits it wrote to: an access number, and maybe more. */
  to: string;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** What became of an accepted part, to be reported. */
export interface PartEnd {
  message_id: string;
  /** The digits it came from. */
  sender: string;
  /** E.164 of the handset. */
  number: string;
  state: "delivered" | "failed" | "expired";
  reason: FailureReason | null;
  code: string;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * The way from a carrier back to those who use it. Both promises resolve with whether it was taken, and never reject; a
 * report that was not is offered again later, an SMS is not.
 */
export interface Line {
  /** Whether anybody is there for the account. */
  serves(account: AccountName): boolean;
  report(account: AccountName, end: PartEnd): Promise<boolean>;
  deliver(account: AccountName, sms: WrittenSms): Promise<boolean>;
}

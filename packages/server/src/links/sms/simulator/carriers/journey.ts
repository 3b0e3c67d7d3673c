import type { AccountName } from "./account.ts";
import type { CarrierId } from "./carrier.ts";
import type { PartBody, PartPlace } from "./part-body.ts";

/**
 * travelling: on its way to the handset · waiting: the handset is off · reporting: its end is to be reported ·
 * ended: nothing happens to it any more.
 */
export type Phase = "travelling" | "waiting" | "reporting" | "ended";

/** As the bill says it. `accepted` stays when a part was lost. */
export type PartState = "accepted" | "delivered" | "failed" | "expired";

/** 空号, 停机, 黑名单, 关机 */
export type FailureReason = "number_unknown" | "suspended" | "blocked" | "absent";

/** One accepted part of an SMS on its way through a carrier: the carrier bills each. */
export interface Part extends PartPlace {
  id: number;
  carrier: CarrierId;
  account: AccountName;
  /** What answers and reports call it. Carriers use one again, so only with the number it is unique. */
  message_id: string;
  /** The digits it came from: an access number, and maybe more. */
  sender: string;
  /** E.164 of the handset. */
  number: string;
  body: PartBody;
  fen: number;
  submitted_at: number;
  expires_at: number;
  copies: number;
  reports: number;
  report_after_ms: number;
  phase: Phase;
  /** When something happens to it next; null when it has ended, or its report is just being offered. */
  due_at: number | null;
  state: PartState;
  reason: FailureReason | null;
  done_at: number | null;
  /** How often its report was offered. */
  tries: number;
}

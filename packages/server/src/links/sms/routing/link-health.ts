import type { SmsRefusal } from "../sms-link.ts";

/** What a link has done lately, in a window that slides with time. */
export interface LinkHealth {
  window_ms: number;
  /** SMS by what came of handing them over. */
  accepted: number;
  unknown: number;
  refused: Readonly<Partial<Record<SmsRefusal, number>>>;
  /** Reports, by their state. */
  delivered: number;
  failed: number;
  /** From handing over to the carrier's answer, in milliseconds; null without any answer. */
  answer_p50_ms: number | null;
  answer_p95_ms: number | null;
  /** From handing over to the report of delivery. */
  delivery_p50_ms: number | null;
  delivery_p95_ms: number | null;
  /** SMS that wait for the carrier's answer now. */
  outstanding: number;
  outstanding_max: number;
}

/**
 * A connection to a carrier that takes SMS for handsets and hands over what handsets write back.
 *
 * Every adapter guarantees (checked by `sms-link.contract.ts`):
 * - **One attempt.** Each `send` is handed to the carrier at most once; the link never repeats one by itself.
 * - **Three outcomes.** `send` resolves with one of them and does not reject. `accepted` and `refused` are
 *   certain. `unknown` means no answer came in time: the SMS may or may not arrive, and its sender may not send
 *   it again (D14), because two codes on a handset are worse than none.
 * - **Reports** come zero or more times for each accepted SMS, repeated or out of order, even before `send` has
 *   resolved. Carriers reuse message ids, so a report belongs to an SMS only by id and number together.
 * - **Incoming** SMS are acknowledged to the carrier once a listener has resolved; when it rejects, or none
 *   listens, they are not. Carriers may repeat one: tell them apart by id and number.
 * - After `close` no listener is called any more and every `send` is refused.
 *
 * What may be lost: reports, and incoming SMS that arrive while nobody listens.
 */
export interface SmsLink {
  /** Which link it is, for the outbox and the console; never shown to people. */
  readonly name: string;
  send(sms: Sms): Promise<SmsOutcome>;
  /** Returns how to stop. */
  onReport(listener: ReportListener): () => void;
  /** One listener at a time; a later one takes the place of the earlier. Returns how to stop. */
  onIncoming(listener: IncomingListener): () => void;
  close(): Promise<void>;
}

/** An SMS to a handset. Carriers take a template they have approved, with parameters; others take the text. */
export interface Sms {
  /** E.164 */
  to: string;
  template_id: string;
  parameters: Readonly<Record<string, string>>;
  /** What the template says with these parameters, without the signature: the link puts that in front. */
  text: string;
}

export type SmsOutcome =
  | { outcome: "accepted"; carrier_message_id: string }
  | { outcome: "refused"; reason: SmsRefusal }
  | { outcome: "unknown" };

/**
 * number_unknown: the carrier knows no such handset · blocked: it will not take this SMS for this number ·
 * throttled: too many at once, a later SMS may pass · closed: the link is not open.
 */
export type SmsRefusal = "number_unknown" | "blocked" | "throttled" | "closed";

/** What became of an accepted SMS (DLR). `at`: milliseconds since 1970, from the carrier's clock. */
export interface DeliveryReport {
  carrier_message_id: string;
  to: string;
  state: "delivered" | "failed";
  at: number;
}

/** An SMS that a handset sent to our number (MO). */
export interface IncomingSms {
  carrier_message_id: string;
  /** E.164 of the handset. */
  from: string;
  /** Our number, as the handset dialled it. */
  to: string;
  text: string;
  /** Milliseconds since 1970, from the carrier's clock. */
  at: number;
}

export type ReportListener = (report: DeliveryReport) => void;
export type IncomingListener = (sms: IncomingSms) => Promise<void>;

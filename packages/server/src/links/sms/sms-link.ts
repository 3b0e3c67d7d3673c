import type { SmsReason } from "@feiliao/protocol";

/**
 * A connection to a carrier that takes SMS for handsets and hands over what handsets write back.
 *
 * Every adapter guarantees (checked by `sms-link.contract.ts`):
 * - **One attempt.** Each `send` is handed to the carrier at most once; the link never repeats one by itself.
 * - **Three outcomes.** `send` resolves with one of them and does not reject. `accepted` and `refused` are
 *   certain. `unknown` means no answer came in time: the SMS may or may not arrive, and its sender may not send
 *   it again (D14), because two codes on a handset are worse than none. Of a long SMS, one part without an answer
 *   makes the whole unknown, and a part that was accepted makes it accepted or unknown, never refused.
 * - **Reports** come zero or more times for each part of an accepted SMS, repeated or out of order, even before
 *   `send` has resolved. Carriers reuse message ids, so a report belongs to an SMS only by id and number together.
 *   The carrier is told that a report was taken once every listener has resolved.
 * - **Incoming** SMS are whole and decoded, and acknowledged to the carrier once a listener has resolved; when it
 *   rejects, or none listens, they are not. Carriers may repeat one: tell them apart by id and number.
 * - After `close` no listener is called any more and every `send` is refused.
 *
 * What may be lost: reports, and incoming SMS that arrive while nobody listens.
 */
export interface SmsLink {
  /** Which link it is, for the ledger and the operator; never shown to people. */
  readonly id: string;
  readonly capabilities: SmsCapabilities;
  /** Whether it can send now. */
  readonly state: SmsLinkState;
  send(sms: Sms): Promise<SmsOutcome>;
  /** Returns how to stop. */
  onState(listener: (state: SmsLinkState) => void): () => void;
  /** Returns how to stop. */
  onReport(listener: ReportListener): () => void;
  /** One listener at a time; a later one takes the place of the earlier. Returns how to stop. */
  onIncoming(listener: IncomingListener): () => void;
  /** Waits for the answers that are outstanding, for a short while. */
  close(): Promise<void>;
}

/** What a link can do, as data: decided by its configuration, and the same while it is open. */
export interface SmsCapabilities {
  /** Our number, which handsets see and answer to: digits, without extension. Null where the carrier chooses one. */
  number: string | null;
  /** How many digits may follow our number; 0 where none may (a SIM, most long codes). */
  extension_digits_max: number;
  /** False: only templates that the carrier has approved. */
  free_text: boolean;
  /** Whether the 7-bit alphabet of GSM 03.38 may be used; else everything beyond ASCII is UCS-2. */
  gsm7: boolean;
  /** Put in front of every text, inside 【】, and counted: mainland carriers demand it. Null: none. */
  signature: string | null;
  reports: boolean;
  incoming: boolean;
}

/** denied: the carrier refuses our credentials or contract, so that dialling again soon makes no sense. */
export type SmsLinkState = "connecting" | "up" | "down" | "denied" | "closed";

/** An SMS to a handset. Carriers take a template they have approved, with parameters; others take the text. */
export interface Sms {
  /** E.164 */
  to: string;
  /** Digits that follow our number, so that a reply names its conversation; empty for none. */
  extension: string;
  template_id: string;
  parameters: Readonly<Record<string, string>>;
  /** What the template says with these parameters, without the signature: the link puts that in front. */
  text: string;
  /** How long the carrier shall try, in milliseconds. */
  valid_ms: number;
}

export type SmsOutcome =
  /** One id per part, in order. */
  | { outcome: "accepted"; carrier_message_ids: readonly string[] }
  /** `code` as the carrier said it, for the operator: `cmpp:13`. */
  | { outcome: "refused"; refusal: SmsRefusal; code: string }
  /** The ids of the parts that were answered. */
  | { outcome: "unknown"; carrier_message_ids: readonly string[] };

/**
 * About the handset: number_unknown, suspended, no_money, blocked · about the text: filtered, bad_request · about the
 * route, so that another link may try: not_mine (the number is with another carrier), denied, closed, throttled (a later
 * one may pass) · unspecified: none of these, or not said.
 */
export type SmsRefusal =
  | "number_unknown"
  | "suspended"
  | "no_money"
  | "blocked"
  | "filtered"
  | "bad_request"
  | "not_mine"
  | "denied"
  | "closed"
  | "throttled"
  | "unspecified";

/** What became of one part of an accepted SMS (DLR). */
export interface DeliveryReport {
  carrier_message_id: string;
  /** E.164 */
  to: string;
  /** buffered: the carrier tries on, the handset is off. unknown: the carrier itself does not know. */
  state: "buffered" | "delivered" | "failed" | "expired" | "unknown";
  /** Why not, as far as the code tells. */
  reason: SmsReason | null;
  /** As the carrier said it, for the operator: `MK:0001`. */
  code: string;
  /** Milliseconds since 1970, from the carrier's clock. */
  at: number;
}

/** An SMS that a handset sent to our number (MO), put together from its parts. */
export interface IncomingSms {
  carrier_message_id: string;
  /** E.164 of the handset. */
  from: string;
  /** Our number with its extension, digits as the handset dialled them. */
  to: string;
  text: string;
  /** True when parts were still missing after ten minutes. */
  incomplete: boolean;
  /** Milliseconds since 1970, from the carrier's clock. */
  at: number;
}

export type ReportListener = (report: DeliveryReport) => Promise<void>;
export type IncomingListener = (sms: IncomingSms) => Promise<void>;

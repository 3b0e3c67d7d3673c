import type { CarrierName } from "@feiliao/protocol/numbers";

/**
 * An SMS on a virtual handset. To the handset: `arrived`, then `delivered` once the carrier has reported it.
 * From the handset: `sending`, then `sent`, or `failed` when the server did not take it.
 */
export interface HandsetMessage {
  id: number;
  /** The service's number, or the handset's own in what it wrote itself. */
  from: string;
  text: string;
  /** When it arrived or was written: milliseconds since 1970. */
  at: number;
  state: "arrived" | "delivered" | "sending" | "sent" | "failed";
  /** The handset's carrier by its prefix; null outside mainland China. */
  carrier: CarrierName | null;
}

/** A virtual handset in the list. */
export interface Handset {
  /** E.164 */
  number: string;
  carrier: CarrierName | null;
  last_message: HandsetMessage;
}

/** A message came to a handset, or has a new state. */
export interface HandsetChange {
  number: string;
  message: HandsetMessage;
}

/** The number of a handset: E.164, at most 15 digits. */
export const HANDSET_NUMBER = /^\+[1-9]\d{4,14}$/;

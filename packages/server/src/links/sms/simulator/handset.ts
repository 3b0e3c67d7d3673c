import type { CarrierName } from "@feiliao/protocol/numbers";
import type { CarrierId } from "./carriers/carrier.ts";
import type { HandsetSettings } from "./carriers/handset-settings.ts";

/**
 * An SMS on a virtual handset. To the handset: `arrived`, then `delivered` once the carrier has reported it, or a part of it.
 * From the handset: `sending`, then `sent`; or `failed` when the receiver did not take it, `barred` when the line of the
 * handset did not.
 */
export interface HandsetMessage {
  id: number;
  /** The digits of the sender with whatever extension it has, or the handset's own number in what it wrote itself. */
  from: string;
  /** The handset's own number, or the digits it wrote to. */
  to: string;
  text: string;
  /** How many SMS it took. */
  parts: number;
  /** How many of them have not come, each an ellipsis in the text. */
  missing: number;
  /** When it arrived or was written: milliseconds since 1970. */
  at: number;
  state: "arrived" | "delivered" | "sending" | "sent" | "failed" | "barred";
}

/** A virtual handset in the list. */
export interface Handset {
  /** E.164 */
  number: string;
  /** By its prefix; null outside mainland China. */
  prefix_carrier: CarrierName | null;
  /** Whose handset it is now. */
  carrier: CarrierId;
  settings: HandsetSettings;
  last_message: HandsetMessage | null;
}

/** Something has changed: a message came or has a new state, a handset was set, or a carrier was. */
export type SimulatorChange =
  | { type: "message"; number: string; message: HandsetMessage }
  | { type: "handset"; handset: Handset }
  | { type: "carrier"; carrier: CarrierId };

/** The number of a handset: E.164, at most 15 digits. */
export const HANDSET_NUMBER = /^\+[1-9]\d{4,14}$/;

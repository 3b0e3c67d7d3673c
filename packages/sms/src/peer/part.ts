import type { Coding, Segment } from "./segment.ts";

/** One part of an SMS on its way to a handset. Numbers are digits without plus, in international form. */
export interface OutgoingPart {
  /** Our access number with its extension. */
  from: string;
  /** 8613800138000 */
  to: string;
  segment: Segment;
  /** Whether the carrier shall report what became of it. */
  report: boolean;
  /** How long the carrier keeps trying. */
  valid_ms?: number;
  service_id?: string;
}

/** One part of an SMS from a handset. */
export interface IncomingPart {
  /** As the carrier named it; empty where the protocol names none. */
  message_id: string;
  from: string;
  to: string;
  coding: Coding;
  user_data: Uint8Array;
  has_header: boolean;
  /** When the carrier took it from the handset, if it says so. */
  at_ms: number | null;
}

import type { MalformedPdu } from "./malformed-pdu.ts";

/** How a protocol delimits its PDUs: every one starts with its own length, an unsigned 32-bit number. */
export interface FrameRule {
  /** No PDU is shorter than its header. */
  header_bytes: number;
  /** A longer one is refused before anything of it is kept. */
  pdu_bytes_max: number;
}

/**
 * What the session engine has to know of a protocol. Pure: no sockets, no clock, no state.
 * `Sequence` is what numbers a request: a number, or three of them for SGIP.
 */
export interface Dialect<Pdu, Sequence = number> {
  readonly name: "smpp" | "cmpp" | "sgip" | "smgp";
  readonly frame: FrameRule;
  /** @throws MalformedPdu for everything that is not exactly one PDU of the protocol. */
  decode(frame: Uint8Array): Pdu;
  encode(pdu: Pdu): Uint8Array;
  isResponse(pdu: Pdu): boolean;
  /** Equal for a request and for what answers it. */
  key(pdu: Pdu): number | string;
  /** Asks whether the peer is there; null where the protocol has no such request. */
  heartbeat(sequence: Sequence): Pdu | null;
  /** Says goodbye. */
  unbind(sequence: Sequence): Pdu;
  isUnbind(pdu: Pdu): boolean;
  /** The answer that needs nobody's decision: to a heartbeat, a goodbye, an unknown command. Null for all others. */
  automatic(request: Pdu): Pdu | null;
  /** The answer to a request that could not be taken now; the peer will try again. */
  tryAgain(request: Pdu): Pdu | null;
  /** What can be said about a malformed PDU before the session closes; null where the protocol has no words for it. */
  nack(malformed: MalformedPdu): Pdu | null;
}

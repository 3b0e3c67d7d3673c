export type MalformedFault =
  /** The length field itself is impossible: below the header's size, or above the limit. */
  | "length"
  /** A field ends after the PDU does. */
  | "truncated"
  /** Something follows the last field. */
  | "trailing"
  /** A field holds what it cannot hold. */
  | "field";

/** The header of a PDU as far as it could be read. */
export interface RawHeader {
  command: number;
  /** The sequence's words, in the order they stand in. */
  sequence: number[];
}

/** Bytes that are not a PDU of the protocol. After one, the peer's idea of where PDUs begin cannot be trusted. */
export class MalformedPdu extends Error {
  override readonly name = "MalformedPdu";

  readonly fault: MalformedFault;
  readonly detail: string;
  /** Null when not even the header could be read. */
  readonly header: RawHeader | null;

  constructor(fault: MalformedFault, detail: string, header: RawHeader | null = null) {
    super(`malformed PDU (${fault}): ${detail}`);
    this.fault = fault;
    this.detail = detail;
    this.header = header;
  }
}

import type { MalformedFault } from "../session/malformed-pdu.ts";

/** The octets are not the fields that were looked for. */
export class UnreadableOctets extends Error {
  override readonly name = "UnreadableOctets";

  readonly fault: MalformedFault;

  constructor(fault: MalformedFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** Reads big-endian fields one after another, never beyond the end. Texts are Latin-1, one octet a character. */
export class OctetReader {
  readonly #octets: Uint8Array;
  /** The same octets, for texts. */
  readonly #buffer: Buffer;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
    this.#buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  }

  get remaining_bytes(): number {
    return this.#octets.length - this.#at;
  }

  u8(): number {
    return this.#octets[this.#take(1)] as number;
  }

  u16(): number {
    const at = this.#take(2);
    return this.#buffer.readUInt16BE(at);
  }

  u32(): number {
    const at = this.#take(4);
    return this.#buffer.readUInt32BE(at);
  }

  u64(): bigint {
    return (BigInt(this.u32()) << 32n) | BigInt(this.u32());
  }

  /** A copy, so that what is kept of a PDU does not keep the buffer it came in. */
  octets(length_bytes: number): Uint8Array {
    const at = this.#take(length_bytes);
    return this.#octets.slice(at, at + length_bytes);
  }

  /** A field of fixed width whose text ends at the first NUL; what follows it is filling. */
  text(width_bytes: number): string {
    const at = this.#take(width_bytes);
    let end = at;
    while (end < at + width_bytes && this.#octets[end] !== 0) end += 1;
    return end === at ? "" : this.#buffer.toString("latin1", at, end);
  }

  end(): void {
    if (this.remaining_bytes > 0)
      throw new UnreadableOctets("trailing", `${this.remaining_bytes} octets after the last field`);
  }

  #take(length_bytes: number): number {
    const at = this.#at;
    if (at + length_bytes > this.#octets.length)
      throw new UnreadableOctets("truncated", "a field goes beyond the last octet");
    this.#at = at + length_bytes;
    return at;
  }
}

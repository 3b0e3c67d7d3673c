/** A value does not fit the field it is for: nothing was written, and the caller has to change the value. */
export class FieldOverflow extends RangeError {
  override readonly name = "FieldOverflow";
}

const LENGTH_BYTES = 4;

/** Writes big-endian fields one after another. Texts are Latin-1, one octet a character, filled with NUL. */
export class OctetWriter {
  #octets = new Uint8Array(256);
  /** The first octets are kept free for the length. */
  #length = LENGTH_BYTES;

  u8(value: number): void {
    const at = this.#unsigned(value, 1, 0xff);
    this.#octets[at] = value;
  }

  u16(value: number): void {
    const at = this.#unsigned(value, 2, 0xffff);
    this.#octets[at] = value >>> 8;
    this.#octets[at + 1] = value;
  }

  u32(value: number): void {
    const at = this.#unsigned(value, 4, 0xffff_ffff);
    this.#octets[at] = value >>> 24;
    this.#octets[at + 1] = value >>> 16;
    this.#octets[at + 2] = value >>> 8;
    this.#octets[at + 3] = value;
  }

  u64(value: bigint): void {
    if (value < 0n || value > 0xffff_ffff_ffff_ffffn) throw new FieldOverflow(`${value} is no u64`);
    this.u32(Number(value >> 32n));
    this.u32(Number(value & 0xffff_ffffn));
  }

  octets(value: Uint8Array): void {
    const at = this.#advance(value.length);
    this.#octets.set(value, at);
  }

  text(value: string, width_bytes: number): void {
    if (value.length > width_bytes)
      throw new FieldOverflow(`${value.length} characters for ${width_bytes} octets`);
    const at = this.#advance(width_bytes);
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      // A NUL would end the text early at the other side.
      if (code === 0 || code > 0xff) throw new FieldOverflow("a character that is no octet of a text");
      this.#octets[at + index] = code;
    }
  }

  written(): Uint8Array {
    return this.#octets.slice(LENGTH_BYTES, this.#length);
  }

  /** What was written, after its own length as a u32: the way every PDU begins. Ends the writing. */
  lengthPrefixed(): Uint8Array {
    const length_bytes = this.#length;
    this.#length = 0;
    this.u32(length_bytes);
    return this.#octets.subarray(0, length_bytes);
  }

  #unsigned(value: number, width_bytes: number, max: number): number {
    if (!Number.isInteger(value) || value < 0 || value > max)
      throw new FieldOverflow(`${value} is no unsigned integer of ${width_bytes} octets`);
    return this.#advance(width_bytes);
  }

  #advance(length_bytes: number): number {
    const at = this.#length;
    this.#length = at + length_bytes;
    if (this.#length > this.#octets.length) {
      const grown = new Uint8Array(2 * this.#length);
      grown.set(this.#octets);
      this.#octets = grown;
    }
    return at;
  }
}

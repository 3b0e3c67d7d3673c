const FIRST_CAPACITY_BYTES = 4_096;

/** Writes numbers (big-endian), text and bytes one after the other into a buffer that grows. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(FIRST_CAPACITY_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    this.#length = this.#room(1).writeUInt8(value, this.#length);
  }

  u16(value: number): void {
    this.#length = this.#room(2).writeUInt16BE(value, this.#length);
  }

  u32(value: number): void {
    this.#length = this.#room(4).writeUInt32BE(value, this.#length);
  }

  u48(value: number): void {
    this.#length = this.#room(6).writeUIntBE(value, this.#length, 6);
  }

  bytes(value: Uint8Array): void {
    this.#room(value.length).set(value, this.#length);
    this.#length += value.length;
  }

  /** UTF-8 behind its length. A code unit of UTF-16 takes at most three bytes. */
  text(value: string): void {
    const lengthAt = this.#length;
    this.u32(0);
    const written = this.#room(value.length * 3).write(value, this.#length, "utf8");
    this.#buffer.writeUInt32BE(written, lengthAt);
    this.#length += written;
  }

  /** Forgets what was written after a length. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** What was written, in memory of its own. */
  copy(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer.subarray(0, this.#length));
  }

  #room(bytes: number): Buffer {
    const needed = this.#length + bytes;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    return this.#buffer;
  }
}

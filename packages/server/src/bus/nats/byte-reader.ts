/** The bytes are not what the format says. */
export class MalformedError extends Error {}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads what ByteWriter wrote. @throws {MalformedError} where the bytes end too early or are not UTF-8 */
export class ByteReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  u48(): number {
    return this.u16() * 2 ** 32 + this.u32();
  }

  /** A view of the bytes, not a copy. */
  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  text(): string {
    const bytes = this.bytes(this.u32());
    try {
      return utf8.decode(bytes);
    } catch {
      throw new MalformedError("not UTF-8");
    }
  }

  #advance(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) throw new MalformedError("ends too early");
    this.#at = start + length;
    return start;
  }
}

import type { FrameRule } from "./dialect.ts";
import { MalformedPdu } from "./malformed-pdu.ts";

const LENGTH_BYTES = 4;

/**
 * Cuts a byte stream into PDUs, wherever TCP has cut it. A PDU that lies whole in one chunk is handed on as a view of
 * the chunk, without a copy. After an impossible length nothing is handed on any more.
 */
export class Framer {
  readonly #rule: FrameRule;
  /** The length field of the next PDU, while the chunks end inside of it. */
  readonly #length = new Uint8Array(LENGTH_BYTES);
  #length_bytes = 0;
  /** The PDU that has begun and not ended. */
  #frame: Uint8Array | null = null;
  #frame_bytes = 0;
  #failed = false;

  constructor(rule: FrameRule) {
    this.#rule = rule;
  }

  /** @throws MalformedPdu for an impossible length; the PDUs before it have been taken. */
  push(chunk: Uint8Array, take: (frame: Uint8Array) => void): void {
    let at = 0;
    while (at < chunk.length && !this.#failed) {
      if (this.#frame) at = this.#fill(this.#frame, chunk, at, take);
      else if (this.#length_bytes > 0 || chunk.length - at < LENGTH_BYTES) this.#gatherLength(chunk[at++]!);
      else at = this.#cut(chunk, at, take);
    }
  }

  #cut(chunk: Uint8Array, at: number, take: (frame: Uint8Array) => void): number {
    const length = this.#possible(lengthAt(chunk, at));
    if (length <= chunk.length - at) {
      take(chunk.subarray(at, at + length));
      return at + length;
    }
    this.#frame = new Uint8Array(length);
    this.#frame_bytes = 0;
    return at;
  }

  #gatherLength(byte: number): void {
    this.#length[this.#length_bytes++] = byte;
    if (this.#length_bytes < LENGTH_BYTES) return;
    this.#frame = new Uint8Array(this.#possible(lengthAt(this.#length, 0)));
    this.#frame.set(this.#length);
    this.#frame_bytes = LENGTH_BYTES;
    this.#length_bytes = 0;
  }

  #fill(frame: Uint8Array, chunk: Uint8Array, at: number, take: (frame: Uint8Array) => void): number {
    const end = Math.min(chunk.length, at + frame.length - this.#frame_bytes);
    frame.set(chunk.subarray(at, end), this.#frame_bytes);
    this.#frame_bytes += end - at;
    if (this.#frame_bytes === frame.length) {
      this.#frame = null;
      take(frame);
    }
    return end;
  }

  #possible(length: number): number {
    const { header_bytes, pdu_bytes_max } = this.#rule;
    if (length >= header_bytes && length <= pdu_bytes_max) return length;
    this.#failed = true;
    throw new MalformedPdu("length", `${length} is not within ${header_bytes} and ${pdu_bytes_max}`);
  }
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

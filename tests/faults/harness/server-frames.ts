const HEADERS_END = "\r\n\r\n";
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const TEXT = 1;

/** Collects the text frames of a socket's way down (RFC 6455 §5.2), from the answer to the upgrade on. */
export class ServerFrames {
  #rest = Buffer.alloc(0);
  #state: "head" | "frames" | "not a socket" = "head";

  /** The text frames that these bytes complete. */
  take(bytes: Buffer): string[] {
    if (this.#state === "not a socket") return [];
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (this.#state === "head" && !this.#takeHead()) return [];
    const texts: string[] = [];
    for (let frame = this.#nextFrame(); frame; frame = this.#nextFrame()) {
      if (frame.opcode === TEXT) texts.push(frame.payload.toString("utf8"));
    }
    return texts;
  }

  #takeHead(): boolean {
    const end = this.#rest.indexOf(HEADERS_END);
    if (end < 0) return false;
    const isUpgrade = this.#rest.toString("latin1", 0, end).startsWith("HTTP/1.1 101");
    this.#state = isUpgrade ? "frames" : "not a socket";
    this.#rest = this.#rest.subarray(end + HEADERS_END.length);
    return isUpgrade;
  }

  #nextFrame(): { opcode: number; payload: Buffer } | null {
    const bytes = this.#rest;
    if (bytes.length < 2) return null;
    const short = bytes[1]! & 0x7f;
    const start = short < LENGTH_16 ? 2 : short < LENGTH_64 ? 4 : 10;
    if (bytes.length < start) return null;
    const length =
      short === LENGTH_16
        ? bytes.readUInt16BE(2)
        : short === LENGTH_64
          ? Number(bytes.readBigUInt64BE(2))
          : short;
    if (bytes.length < start + length) return null;
    this.#rest = bytes.subarray(start + length);
    return { opcode: bytes[0]! & 0x0f, payload: bytes.subarray(start, start + length) };
  }
}

/** A message to a subscriber, or anything else that a NATS server says, with its line ends. */
export interface NatsFrame {
  kind: "message" | "control";
  bytes: Buffer;
}

const LINE_END = "\r\n";

/**
 * Takes apart what a NATS server sends (NATS client protocol): lines, of which `MSG subject sid [reply] bytes`
 * and `HMSG subject sid [reply] header_bytes bytes` are followed by a payload of so many bytes and a line end.
 */
export class NatsFrames {
  #rest = Buffer.alloc(0);

  /** The frames that these bytes complete. */
  take(bytes: Buffer): NatsFrame[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const frames: NatsFrame[] = [];
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): NatsFrame | null {
    const line_end = this.#rest.indexOf(LINE_END);
    if (line_end < 0) return null;
    const words = this.#rest.toString("latin1", 0, line_end).split(/\s+/);
    const kind = /^H?MSG$/i.test(words[0]!) ? "message" : "control";
    const payload_bytes = kind === "message" ? Number(words.at(-1)) + LINE_END.length : 0;
    const end = line_end + LINE_END.length + payload_bytes;
    if (this.#rest.length < end) return null;
    const bytes = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    return { kind, bytes };
  }
}

/** WebSocket framing (RFC 6455, section 5.2) for a generator that must cost less than the server it loads. */
export const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;
export type Opcode = (typeof OPCODE)[keyof typeof OPCODE];

const FINAL = 0x80;
const MASKED = 0x80;
const MASK_BYTES = 4;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** A frame from a client. It must carry a mask; a mask of zeros leaves the payload as it is. */
export function clientFrame(opcode: Opcode, payload: string | Uint8Array): Buffer {
  const length = payload.length;
  if (length > 0xffff) throw new RangeError(`a frame of ${length} bytes`);
  const header = (length < LENGTH_16 ? 2 : 4) + MASK_BYTES;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = FINAL | opcode;
  frame[1] = MASKED | Math.min(length, LENGTH_16);
  if (length >= LENGTH_16) frame.writeUInt16BE(length, 2);
  frame.fill(0, header - MASK_BYTES, header);
  if (typeof payload === "string") frame.write(payload, header, "latin1");
  else frame.set(payload, header);
  return frame;
}

export interface FramePosition {
  opcode: number;
  /** Where the payload begins and where the frame ends. */
  start: number;
  end: number;
}

/** The unmasked server frame that begins at `offset`, or null while it is incomplete. */
export function serverFrame(bytes: Buffer, offset: number): FramePosition | null {
  if (offset + 2 > bytes.length) return null;
  const short = bytes[offset + 1]! & 0x7f;
  const header = short < LENGTH_16 ? 2 : short < LENGTH_64 ? 4 : 10;
  if (offset + header > bytes.length) return null;
  const start = offset + header;
  const end = start + payloadLength(bytes, offset, short);
  return end > bytes.length ? null : { opcode: bytes[offset]! & 0x0f, start, end };
}

function payloadLength(bytes: Buffer, offset: number, short: number): number {
  if (short === LENGTH_16) return bytes.readUInt16BE(offset + 2);
  if (short === LENGTH_64) return Number(bytes.readBigUInt64BE(offset + 2));
  return short;
}

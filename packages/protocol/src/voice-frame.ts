/**
 * The one binary frame, for every voice message in both directions. Big-endian.
 *
 * ```
 * u8  kind          1 packets · 2 stored (server → talker) · 3 gap (server → listener) · 4 end (server → listener)
 * u8  flags         bit 0: sealed, a key id and a counter follow (end-to-end encryption, not used yet)
 * u32 handle        bound to a talk and a conversation by talk/start, or by the `talk` event
 * u32 packet        number of the first packet (packets, gap); the packet that is due (stored); the total (end)
 * [u32 key id, u64 counter]                     when sealed
 * packets: u8 count, then count × (u16 length, bytes)       each 20 ms of Opus, 48 kHz mono
 * ```
 */
export const VOICE_KIND = { packets: 1, stored: 2, gap: 3, end: 4 } as const;
export type VoiceKind = keyof typeof VOICE_KIND;

export const VOICE_FLAG_SEALED = 1;
export const VOICE_FRAME_BYTES_MAX = 64 * 1024;
export const VOICE_PACKET_BYTES_MAX = 1_275; // RFC 6716 §3.2.1: the longest Opus frame
export const VOICE_PACKETS_PER_FRAME_MAX = 50;
export const PACKET_MS = 20;

const HEADER_BYTES = 10;
const SEAL_BYTES = 12;

export interface VoiceFrame {
  kind: VoiceKind;
  handle: number;
  packet: number;
  packets: Uint8Array[];
  seal?: { key_id: number; counter: bigint };
}

export class VoiceFrameError extends Error {}

const KIND_NAMES = new Map<number, VoiceKind>(
  (Object.entries(VOICE_KIND) as [VoiceKind, number][]).map(([name, value]) => [value, name]),
);

export function encodeVoiceFrame(frame: VoiceFrame): Uint8Array<ArrayBuffer> {
  const { packets, seal } = frame;
  const carriesPackets = frame.kind === "packets";
  let size = HEADER_BYTES + (seal ? SEAL_BYTES : 0) + (carriesPackets ? 1 : 0);
  for (const packet of packets) size += 2 + packet.length;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VOICE_KIND[frame.kind]);
  view.setUint8(1, seal ? VOICE_FLAG_SEALED : 0);
  view.setUint32(2, frame.handle);
  view.setUint32(6, frame.packet);
  let at = HEADER_BYTES;
  if (seal) {
    view.setUint32(at, seal.key_id);
    view.setBigUint64(at + 4, seal.counter);
    at += SEAL_BYTES;
  }
  if (carriesPackets) {
    view.setUint8(at++, packets.length);
    writePackets(packets, bytes, at);
  }
  return bytes;
}

/** @throws {VoiceFrameError} when the bytes are not exactly one well-formed frame */
export function decodeVoiceFrame(bytes: Uint8Array): VoiceFrame {
  if (bytes.length < HEADER_BYTES) throw new VoiceFrameError("shorter than a header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = KIND_NAMES.get(view.getUint8(0));
  if (!kind) throw new VoiceFrameError("unknown kind");
  const flags = view.getUint8(1);
  if (flags & ~VOICE_FLAG_SEALED) throw new VoiceFrameError("unknown flag");
  const frame: VoiceFrame = { kind, handle: view.getUint32(2), packet: view.getUint32(6), packets: [] };
  let at = HEADER_BYTES;
  if (flags & VOICE_FLAG_SEALED) {
    if (bytes.length < at + SEAL_BYTES) throw new VoiceFrameError("truncated seal");
    frame.seal = { key_id: view.getUint32(at), counter: view.getBigUint64(at + 4) };
    at += SEAL_BYTES;
  }
  if (kind === "packets") {
    if (at >= bytes.length) throw new VoiceFrameError("no packet count");
    const count = view.getUint8(at++);
    if (count === 0 || count > VOICE_PACKETS_PER_FRAME_MAX)
      throw new VoiceFrameError("packet count out of range");
    frame.packets = readPackets(bytes.subarray(at));
    if (frame.packets.length !== count) throw new VoiceFrameError("packet count does not match");
  } else if (at !== bytes.length) {
    throw new VoiceFrameError("bytes after the end");
  }
  return frame;
}

/** Packets as they are stored and fetched: each a u16 length and its bytes. */
export function packPackets(packets: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = packets.reduce((sum, packet) => sum + 2 + packet.length, 0);
  const bytes = new Uint8Array(size);
  writePackets(packets, bytes, 0);
  return bytes;
}

/** Inverse of {@link packPackets}. @throws {VoiceFrameError} on a truncated or oversized packet */
export function readPackets(bytes: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 2 > bytes.length) throw new VoiceFrameError("truncated length");
    const length = (bytes[at]! << 8) | bytes[at + 1]!;
    at += 2;
    if (length === 0 || length > VOICE_PACKET_BYTES_MAX)
      throw new VoiceFrameError("packet length out of range");
    if (at + length > bytes.length) throw new VoiceFrameError("truncated packet");
    packets.push(bytes.subarray(at, at + length));
    at += length;
  }
  return packets;
}

function writePackets(packets: readonly Uint8Array[], bytes: Uint8Array, start: number): void {
  let at = start;
  for (const packet of packets) {
    bytes[at] = packet.length >> 8;
    bytes[at + 1] = packet.length & 0xff;
    bytes.set(packet, at + 2);
    at += 2 + packet.length;
  }
}

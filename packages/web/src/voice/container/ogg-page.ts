import { type Bytes, concat } from "./bytes.ts";

/** RFC 3533 §6, field 2. */
export const PAGE_FLAG = { none: 0, first: 2, last: 4 } as const;

/** RFC 3533 §6, field 8: a page's segment table has at most 255 entries. */
export const SEGMENTS_MAX = 255;

const HEADER_BYTES = 27;
const CHECKSUM_OFFSET = 22;

export interface OggPage {
  flag: number;
  /** Of an Opus stream: 48 kHz samples up to the end of the last packet that ends here (RFC 7845 §4). */
  granule_position: number;
  serial: number;
  sequence: number;
  packets: readonly Uint8Array[];
}

/** A packet takes one segment per 255 bytes and ends with a shorter one, which may be empty (RFC 3533 §5). */
export const segmentsOf = (packet: Uint8Array): number => Math.floor(packet.length / 255) + 1;

export function encodeOggPage(page: OggPage): Bytes {
  const segments = segmentTable(page.packets);
  const header = new Uint8Array(HEADER_BYTES + segments.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x4f676753); // "OggS"
  view.setUint8(4, 0); // version
  view.setUint8(5, page.flag);
  view.setBigInt64(6, BigInt(page.granule_position), true);
  view.setUint32(14, page.serial, true);
  view.setUint32(18, page.sequence, true);
  view.setUint8(26, segments.length);
  header.set(segments, HEADER_BYTES);
  const bytes = concat([header, ...page.packets]);
  new DataView(bytes.buffer).setUint32(CHECKSUM_OFFSET, checksum(bytes), true);
  return bytes;
}

function segmentTable(packets: readonly Uint8Array[]): number[] {
  return packets.flatMap((packet) => {
    const segments = new Array<number>(segmentsOf(packet)).fill(255);
    segments[segments.length - 1] = packet.length % 255;
    return segments;
  });
}

/** RFC 3533 §6, field 7: generator 0x04c11db7, no reflection, initial value and final XOR of zero. */
const CHECKSUM_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder << 1) ^ (remainder < 0 ? 0x04c11db7 : 0);
  return remainder;
});

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum << 8) ^ CHECKSUM_TABLE[(sum >>> 24) ^ byte]!;
  return sum >>> 0;
}

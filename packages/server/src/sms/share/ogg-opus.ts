import { PACKET_SAMPLES, PRE_SKIP_SAMPLES, SAMPLES_PER_S } from "./opus.ts";

/** RFC 3533 §6: a page has at most so many segments, each of at most 255 bytes. */
const SEGMENTS_MAX = 255;
/** A page a second, so that a player can seek to it. */
const PACKETS_PER_PAGE = 50;
const HEADER_BYTES = 27;
const FLAGS = { continued: 1, first: 2, last: 4 } as const;
/** One stream a file: any number does. */
const SERIAL = 1;

/** Opus packets of 20 ms, 48 kHz mono, as an Ogg file (RFC 7845). */
export function oggOpus(packets: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const pages: Uint8Array[] = [
    page({ packets: [opusHead()], granule: 0n, sequence: 0, flags: FLAGS.first }),
    page({ packets: [opusTags()], granule: 0n, sequence: 1, flags: 0 }),
  ];
  const groups = pagesOf(packets);
  let samples = 0;
  for (const [index, group] of groups.entries()) {
    samples += group.length * PACKET_SAMPLES;
    const flags = index === groups.length - 1 ? FLAGS.last : 0;
    pages.push(page({ packets: group, granule: BigInt(samples), sequence: index + 2, flags }));
  }
  return new Uint8Array(Buffer.concat(pages));
}

/** Whole packets only: none goes on over the end of a page. */
function pagesOf(packets: readonly Uint8Array[]): Uint8Array[][] {
  const pages: Uint8Array[][] = [];
  let segments = 0;
  for (const packet of packets) {
    const needed = lacing(packet).length;
    const current = pages.at(-1);
    if (current && current.length < PACKETS_PER_PAGE && segments + needed <= SEGMENTS_MAX) {
      current.push(packet);
      segments += needed;
    } else {
      pages.push([packet]);
      segments = needed;
    }
  }
  return pages;
}

interface Page {
  packets: readonly Uint8Array[];
  /** Samples until its end. */
  granule: bigint;
  sequence: number;
  flags: number;
}

function page({ packets, granule, sequence, flags }: Page): Uint8Array {
  const segments = packets.flatMap(lacing);
  const header = Buffer.alloc(HEADER_BYTES + segments.length);
  header.write("OggS", 0, "ascii");
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(granule, 6);
  header.writeUInt32LE(SERIAL, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(segments.length, 26);
  header.set(segments, HEADER_BYTES);
  const bytes = Buffer.concat([header, ...packets]);
  bytes.writeUInt32LE(checksum(bytes), 22);
  return bytes;
}

/** RFC 3533 §6: as many 255 as there are, and what remains, also when that is nothing. */
function lacing(packet: Uint8Array): number[] {
  return [...Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255];
}

/** RFC 7845 §5.1 */
function opusHead(): Uint8Array {
  const head = Buffer.alloc(19);
  head.write("OpusHead", 0, "ascii");
  head.writeUInt8(1, 8); // version
  head.writeUInt8(1, 9); // channels
  head.writeUInt16LE(PRE_SKIP_SAMPLES, 10);
  head.writeUInt32LE(SAMPLES_PER_S, 12);
  return head;
}

/** RFC 7845 §5.2 */
function opusTags(): Uint8Array {
  const vendor = Buffer.from("Feiliao");
  const tags = Buffer.alloc(16 + vendor.length);
  tags.write("OpusTags", 0, "ascii");
  tags.writeUInt32LE(vendor.length, 8);
  tags.set(vendor, 12);
  return tags;
}

/** RFC 3533 §6: the polynomial 0x04c11db7, unreflected, from 0. */
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ TABLE[((crc >>> 24) ^ byte) & 0xff]!) >>> 0;
  return crc;
}

import { PACKET_SAMPLES, PRE_SKIP_SAMPLES, SAMPLES_PER_S } from "./opus.ts";

/**
 * Opus packets of 20 ms, 48 kHz mono, as a Core Audio Format file (Apple Core Audio Format Specification 1.0): what Safari
 * before 18.4, which knows no Ogg, plays.
 */
export function cafOpus(packets: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const file = Buffer.alloc(8);
  file.write("caff", 0, "ascii");
  file.writeUInt16BE(1, 4); // version
  const chunks = [
    chunk("desc", description()),
    chunk("pakt", packetTable(packets)),
    chunk("data", data(packets)),
  ];
  return new Uint8Array(Buffer.concat([file, ...chunks]));
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const header = Buffer.alloc(12);
  header.write(type, 0, "ascii");
  header.writeBigInt64BE(BigInt(body.length), 4);
  return Buffer.concat([header, body]);
}

function description(): Uint8Array {
  const description = Buffer.alloc(32);
  description.writeDoubleBE(SAMPLES_PER_S, 0);
  description.write("opus", 8, "ascii");
  description.writeUInt32BE(PACKET_SAMPLES, 20); // frames per packet; bytes per packet vary: 0
  description.writeUInt32BE(1, 24); // channels
  return description;
}

function packetTable(packets: readonly Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(24);
  const frames = packets.length * PACKET_SAMPLES;
  header.writeBigInt64BE(BigInt(packets.length), 0);
  header.writeBigInt64BE(BigInt(Math.max(0, frames - PRE_SKIP_SAMPLES)), 8);
  header.writeInt32BE(Math.min(frames, PRE_SKIP_SAMPLES), 16);
  return Buffer.concat([header, Buffer.from(packets.flatMap(({ length }) => variableInteger(length)))]);
}

/** Seven bits a byte, the highest first, all but the last with their top bit set. */
function variableInteger(value: number): number[] {
  return value < 0x80 ? [value] : [...variableInteger(value >> 7).map((byte) => byte | 0x80), value & 0x7f];
}

function data(packets: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Buffer.alloc(4), ...packets]); // the edit count, then the packets
}

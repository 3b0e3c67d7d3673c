import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cafOpus } from "./caf-opus.ts";
import { oggOpus } from "./ogg-opus.ts";

/** A CELT frame of 20 ms, full band, mono (RFC 6716 §3.1: configuration 31, one frame), of so many bytes. */
function packet(bytes: number): Uint8Array {
  return new Uint8Array(bytes).fill(0x5a).with(0, 0xf8);
}

/** Sizes that take one, exactly one and two, and several segments of a page. */
const PACKETS = [3, 80, 254, 255, 256, 510, 1_275, ...Array<number>(120).fill(61)].map(packet);

test("SH4 an Ogg file has all packets, in pages with whole packets and right checksums (RFC 3533, RFC 7845)", () => {
  const bytes = oggOpus(PACKETS);
  const pages = readPages(bytes);
  expect(Buffer.from(pages[0]!.packets[0]!).toString("latin1")).toStartWith("OpusHead\u0001\u0001");
  expect(Buffer.from(pages[1]!.packets[0]!).toString("latin1")).toStartWith("OpusTags");
  expect(pages.slice(2).flatMap(({ packets }) => packets)).toEqual(PACKETS);
  expect(pages.map(({ flags }) => flags)).toEqual([2, 0, ...pages.slice(3).map(() => 0), 4]);
  expect(pages.at(-1)!.granule).toBe(BigInt(PACKETS.length * 960));
  expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_, index) => index));
});

test("SH4 a CAF file has all packets behind a table of their sizes", () => {
  const file = Buffer.from(cafOpus(PACKETS));
  expect(file.toString("latin1", 0, 4)).toBe("caff");
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const size = Number(file.readBigInt64BE(at + 4));
    chunks.set(file.toString("latin1", at, at + 4), file.subarray(at + 12, at + 12 + size));
    at += 12 + size;
  }
  expect([...chunks.keys()]).toEqual(["desc", "pakt", "data"]);
  const table = chunks.get("pakt")!;
  expect(Number(table.readBigInt64BE(0))).toBe(PACKETS.length);
  const sizes: number[] = [];
  let size = 0;
  for (const byte of table.subarray(24)) {
    size = size * 128 + (byte & 0x7f);
    if (byte < 0x80) sizes.push(size);
    if (byte < 0x80) size = 0;
  }
  expect(sizes).toEqual(PACKETS.map(({ length }) => length));
  expect(chunks.get("data")!.length).toBe(4 + sizes.reduce((sum, length) => sum + length, 0));
});

test.skipIf(Bun.which("ffprobe") === null)(
  "SH4 ffprobe finds mono Opus of the right length in both",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "feiliao-opus-"));
    try {
      for (const [name, bytes] of [
        ["a.ogg", oggOpus(PACKETS)],
        ["a.caf", cafOpus(PACKETS)],
      ] as const) {
        writeFileSync(join(folder, name), bytes);
        const fields = "stream=codec_name,channels,sample_rate,duration";
        const probe = Bun.spawn(
          ["ffprobe", "-v", "error", "-show_entries", fields, "-of", "json", join(folder, name)],
          { stdin: "ignore", stdout: "pipe", stderr: "ignore" },
        );
        const [stream] = (JSON.parse(await probe.stdout.text()) as { streams: Record<string, unknown>[] })
          .streams;
        expect(stream).toMatchObject({ codec_name: "opus", channels: 1, sample_rate: "48000" });
        expect(Math.abs(Number(stream!.duration) - PACKETS.length * 0.02)).toBeLessThan(0.03);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

interface Page {
  flags: number;
  granule: bigint;
  sequence: number;
  packets: Uint8Array[];
}

/** A reader of its own, which knows nothing of the writer. */
function readPages(bytes: Uint8Array): Page[] {
  const file = Buffer.from(bytes);
  const pages: Page[] = [];
  for (let at = 0; at < file.length; ) {
    expect(file.toString("latin1", at, at + 4)).toBe("OggS");
    const segments = file.subarray(at + 27, at + 27 + file.readUInt8(at + 26));
    const size = 27 + segments.length + segments.reduce((sum, segment) => sum + segment, 0);
    const page = Buffer.from(file.subarray(at, at + size));
    const stated = page.readUInt32LE(22);
    page.writeUInt32LE(0, 22);
    expect(crcOf(page)).toBe(stated);
    const packets: Uint8Array[] = [];
    let from = 27 + segments.length;
    let length = 0;
    for (const segment of segments) {
      length += segment;
      if (segment === 255) continue;
      packets.push(new Uint8Array(page.subarray(from, from + length)));
      from += length;
      length = 0;
    }
    pages.push({
      flags: page.readUInt8(5),
      granule: page.readBigUInt64LE(6),
      sequence: page.readUInt32LE(18),
      packets,
    });
    at += size;
  }
  return pages;
}

/** Bit by bit, as RFC 3533 §6 says it. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc = (crc ^ (byte << 24)) >>> 0;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1) >>> 0;
  }
  return crc;
}

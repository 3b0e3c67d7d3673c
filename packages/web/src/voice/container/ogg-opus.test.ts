import { expect, test } from "bun:test";
import fc from "fast-check";
import { tonePackets } from "../codec/libopus/fixture.ts";
import { inspect, probe } from "./inspect.ts";
import { oggOpus } from "./ogg-opus.ts";

interface Page {
  flag: number;
  granule_position: bigint;
  sequence: number;
  packets: Uint8Array[];
  bytes: number;
}

/** Reads pages that hold whole packets (RFC 3533 §6). */
function readPages(file: Uint8Array): Page[] {
  const pages: Page[] = [];
  const view = new DataView(file.buffer);
  for (let at = 0; at < file.length; at += pages.at(-1)!.bytes) {
    expect(String.fromCharCode(...file.subarray(at, at + 4))).toBe("OggS");
    const segments = file.subarray(at + 27, at + 27 + file[at + 26]!);
    const packets: Uint8Array[] = [];
    let from = at + 27 + segments.length;
    let length = 0;
    for (const segment of segments) {
      length += segment;
      if (segment === 255) continue;
      packets.push(file.subarray(from, from + length));
      from += length;
      length = 0;
    }
    expect(length).toBe(0);
    pages.push({
      flag: file[at + 5]!,
      granule_position: view.getBigInt64(at + 6, true),
      sequence: view.getUint32(at + 18, true),
      packets,
      bytes: from - at,
    });
  }
  return pages;
}

const packet = fc.uint8Array({ minLength: 1, maxLength: 1_275 });

test("VK2: whatever their sizes, the packets come out bit for bit as they went in", () => {
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1, maxLength: 150 }), (packets) => {
      const [head, tags, ...pages] = readPages(oggOpus(packets));
      expect([head!.packets.length, tags!.packets.length]).toEqual([1, 1]);
      expect(pages.flatMap((page) => page.packets)).toEqual(packets);
    }),
    { numRuns: 30 },
  );
});

test("VK2: pages are numbered, count 960 samples a packet, and only the first and the last are marked", () => {
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1, maxLength: 150 }), (packets) => {
      const pages = readPages(oggOpus(packets));
      expect(pages.map((page) => page.sequence)).toEqual([...pages.keys()]);
      expect(pages.map((page) => page.flag)).toEqual(
        pages.map((_, index) => (index === 0 ? 2 : index === pages.length - 1 ? 4 : 0)),
      );
      let samples = 0n;
      for (const page of pages.slice(2)) {
        samples += BigInt(page.packets.length) * 960n;
        expect(page.granule_position).toBe(samples);
        expect(page.packets.length).toBeLessThanOrEqual(50);
      }
    }),
    { numRuns: 30 },
  );
});

test("VK2: opusinfo finds nothing to complain about, pre-skip and length included", async () => {
  const info = await inspect(oggOpus(await tonePackets(517)), "opusinfo");
  expect(info).toContain("Pre-skip: 312");
  expect(info).toContain("Playback length: 0m:10.333s");
  expect(info).toContain("Packet duration:   20.0ms (max),   20.0ms (avg),   20.0ms (min)");
  expect(info).not.toMatch(/warning|error|negative|invalid|corrupt/i);
});

test("VK2: ffprobe reads it without a complaint", async () => {
  const { format_name, codec, complaints } = await probe(oggOpus(await tonePackets(100)));
  expect([format_name, codec, complaints]).toEqual(["ogg", "opus", ""]);
});

test("there is no file without a packet", () => {
  expect(() => oggOpus([])).toThrow(RangeError);
});

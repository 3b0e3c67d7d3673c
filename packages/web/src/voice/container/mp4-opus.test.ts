import { expect, test } from "bun:test";
import fc from "fast-check";
import { tonePackets } from "../codec/libopus/fixture.ts";
import { inspect, probe } from "./inspect.ts";
import { mp4Opus } from "./mp4-opus.ts";

/** The content of a box by its path of types (ISO/IEC 14496-12 §4.2). */
function contentOf(file: Uint8Array, ...[type, ...rest]: string[]): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 0; at < file.length; at += view.getUint32(at)) {
    if (String.fromCharCode(...file.subarray(at + 4, at + 8)) !== type) continue;
    const content = file.subarray(at + 8, at + view.getUint32(at));
    return rest.length === 0 ? content : contentOf(content, ...rest);
  }
  throw new Error(`no box ${type}`);
}

const SAMPLE_TABLE = ["moov", "trak", "mdia", "minf", "stbl"];

/** The packets, by the sizes and the offset in the sample table. */
function readPackets(file: Uint8Array): Uint8Array[] {
  const uint32 = (box: Uint8Array, at: number) =>
    new DataView(box.buffer, box.byteOffset, box.byteLength).getUint32(at);
  const sizes = contentOf(file, ...SAMPLE_TABLE, "stsz");
  let at = uint32(contentOf(file, ...SAMPLE_TABLE, "stco"), 8);
  return Array.from({ length: uint32(sizes, 8) }, (_, index) => {
    const size = uint32(sizes, 12 + index * 4);
    at += size;
    return file.subarray(at - size, at);
  });
}

test("VK2: whatever their sizes, the sample table finds the packets bit for bit as they went in", () => {
  const packets = fc.array(fc.uint8Array({ minLength: 1, maxLength: 1_275 }), {
    minLength: 1,
    maxLength: 150,
  });
  fc.assert(
    fc.property(packets, (given) => expect(readPackets(mp4Opus(given))).toEqual(given)),
    { numRuns: 30 },
  );
});

test("VK2: a quarter of an hour fits", () => {
  const packets = Array.from({ length: 45_000 }, (_, index) => Uint8Array.of(index, index >> 8));
  expect(readPackets(mp4Opus(packets))).toEqual(packets);
});

test("VK2: ffprobe reads it without a complaint, and its length is that of the packets less the pre-skip", async () => {
  const { format_name, codec, duration_s, complaints } = await probe(mp4Opus(await tonePackets(500)));
  expect(format_name).toContain("mp4");
  expect([codec, complaints]).toEqual(["opus", ""]);
  expect(duration_s).toBeCloseTo(10 - 312 / 48_000, 3);
});

test("VK2: ffmpeg decodes all of it", async () => {
  const file = mp4Opus(await tonePackets(100));
  expect(await inspect(file, "ffmpeg", "-v", "error", "-f", "null", "-", "-i")).toBe("");
});

test("there is no file without a packet", () => {
  expect(() => mp4Opus([])).toThrow(RangeError);
});

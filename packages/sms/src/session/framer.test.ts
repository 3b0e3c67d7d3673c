import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Framer } from "./framer.ts";
import { MalformedPdu } from "./malformed-pdu.ts";

const RULE = { header_bytes: 16, pdu_bytes_max: 300 };

function frame(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + body.length);
  new DataView(bytes.buffer).setUint32(0, bytes.length);
  bytes.set(body, 16);
  return bytes;
}

/** What comes out when a stream arrives in these chunks. */
function framed(chunks: Uint8Array[]): Uint8Array[] {
  const framer = new Framer(RULE);
  const frames: Uint8Array[] = [];
  for (const chunk of chunks) framer.push(chunk, (each) => frames.push(each.slice()));
  return frames;
}

function cut(stream: Uint8Array, points: number[]): Uint8Array[] {
  const sorted = [...points.map((point) => point % (stream.length + 1)), stream.length].sort((a, b) => a - b);
  return sorted.map((end, index) => stream.slice(sorted[index - 1] ?? 0, end));
}

const bodies = fc.array(fc.uint8Array({ maxLength: 284, size: "max" }), { minLength: 1, maxLength: 8 });

describe("the framer", () => {
  test("SW1 gives the same PDUs wherever the stream is cut", () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(), { maxLength: 40 }), (contents, points) => {
        const frames = contents.map(frame);
        expect(framed(cut(Buffer.concat(frames), points))).toEqual(frames);
      }),
    );
  });

  test("SW1 gives the same PDUs when every byte comes alone", () => {
    fc.assert(
      fc.property(bodies, (contents) => {
        const frames = contents.map(frame);
        expect(framed([...Buffer.concat(frames)].map((byte) => Uint8Array.of(byte)))).toEqual(frames);
      }),
      { numRuns: 20 },
    );
  });

  test.each([0, 15, 301, 0xffff_ffff])(
    "SW2 refuses a PDU of %p bytes after those before it, for good",
    (length) => {
      const good = frame(Uint8Array.of(1, 2, 3));
      const bad = new Uint8Array(20);
      new DataView(bad.buffer).setUint32(0, length);
      for (const points of [[], [25], [good.length + 1]]) {
        const framer = new Framer(RULE);
        const taken: Uint8Array[] = [];
        const push = () => {
          for (const chunk of cut(Buffer.concat([good, bad, good]), points)) {
            framer.push(chunk, (each) => taken.push(each.slice()));
          }
        };
        expect(push).toThrow(MalformedPdu);
        framer.push(good, (each) => taken.push(each));
        expect(taken).toEqual([good]);
      }
    },
  );

  test("SW2 survives any bytes: it gives PDUs within the limits, or refuses", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400, size: "max" })), (chunks) => {
        try {
          for (const each of framed(chunks)) expect(each.length).toBeWithin(16, 301);
        } catch (failure) {
          expect(failure).toBeInstanceOf(MalformedPdu);
        }
      }),
    );
  });
});

import { expect, test } from "bun:test";
import fc from "fast-check";
import { contiguous, parsePiece, pieceOf } from "./pieces.ts";

const CONTENT = Uint8Array.from({ length: 256 }, (_, index) => index);

const cut = fc
  .tuple(fc.nat({ max: 255 }), fc.integer({ min: 1, max: 60 }))
  .map(([offset, length]) => ({ offset, bytes: CONTENT.subarray(offset, offset + length) }));

test("a piece's name says where it belongs", () => {
  const piece = pieceOf(4_096, new Uint8Array(10));
  expect(parsePiece(piece.name)).toEqual(piece);
  expect(parsePiece("readme.txt")).toBeNull();
});

test("however an upload was cut and repeated, what is read is its beginning, as far as no byte is missing", () => {
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 40 }), (cuts) => {
      const bytes = new Map(cuts.map(({ offset, bytes }) => [pieceOf(offset, bytes).name, bytes]));
      const { spans, length } = contiguous(cuts.map(({ offset, bytes }) => pieceOf(offset, bytes)));
      const read = spans.flatMap(({ name, start, end }) => [...bytes.get(name)!.subarray(start, end)]);
      expect(read).toEqual([...CONTENT.subarray(0, length)]);
      const held = new Set(cuts.flatMap(({ bytes }) => [...bytes]));
      const missing = CONTENT.findIndex((byte) => !held.has(byte));
      expect(length).toBe(missing === -1 ? CONTENT.length : missing);
    }),
  );
});

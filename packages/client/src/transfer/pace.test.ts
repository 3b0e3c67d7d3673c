import { expect, test } from "bun:test";
import { FIRST_PIECE_BYTES, nextPieceBytes } from "./pace.ts";

const KIB = 1024;

/** The sizes of the pieces on a line of so many bytes a second. */
function sizesAt(bytes_per_s: number, pieces: number): number[] {
  const sizes = [FIRST_PIECE_BYTES];
  while (sizes.length < pieces)
    sizes.push(nextPieceBytes(sizes.at(-1)!, (sizes.at(-1)! / bytes_per_s) * 1_000));
  return sizes;
}

test("OB10: pieces grow on a fast line up to 8 MiB and shrink on a slow one down to 256 KiB", () => {
  expect(sizesAt(100_000_000, 6).at(-1)).toBe(8 * 1024 * KIB);
  expect(sizesAt(10_000, 6).at(-1)).toBe(256 * KIB);
});

test("OB10: on any line in between, a piece settles at half a second to two", () => {
  for (const bytes_per_s of [200_000, 1_000_000, 3_000_000, 10_000_000]) {
    const seconds = sizesAt(bytes_per_s, 12).at(-1)! / bytes_per_s;
    expect(seconds).toBeGreaterThanOrEqual(0.5);
    expect(seconds).toBeLessThanOrEqual(2);
  }
});

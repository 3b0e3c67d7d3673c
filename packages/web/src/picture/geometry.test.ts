import { expect, test } from "bun:test";
import { bubbleSize, fitWithin, squareOf } from "./geometry.ts";

test("a picture keeps its proportions and is never enlarged", () => {
  expect(fitWithin({ width: 4000, height: 3000 }, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(fitWithin({ width: 40, height: 30 }, 1600)).toEqual({ width: 40, height: 30 });
  expect(fitWithin({ width: 10_000, height: 1 }, 1600)).toEqual({ width: 1600, height: 1 });
});

test("a square is cut from the middle", () => {
  expect(squareOf({ width: 300, height: 100 })).toEqual({ x: 100, y: 0, width: 100, height: 100 });
});

test("a bubble reserves a size that fits every screen, also for extreme shapes", () => {
  expect(bubbleSize({ width: 1600, height: 1200 })).toEqual({ width: 300, height: 225 });
  expect(bubbleSize({ width: 20, height: 4000 })).toEqual({ width: 96, height: 340 });
});

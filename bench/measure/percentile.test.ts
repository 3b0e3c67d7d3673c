import { expect, test } from "bun:test";
import { median, percentile } from "./percentile.ts";

test("a percentile is one of the values, whatever their order", () => {
  expect(percentile([5, 1, 4, 2, 3], 0.95)).toBe(5);
  expect(percentile([5, 1, 4, 2, 3], 0)).toBe(1);
  expect(median([5, 1, 4, 2, 3])).toBe(3);
});

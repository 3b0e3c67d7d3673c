import { expect, test } from "bun:test";
import { boundOf, percent } from "./bound.ts";

test("no failure in a thousand tries bounds the chance of one at 0.3 %", () => {
  expect(percent(boundOf(1_000, 0)!)).toBe("0.3 %");
  expect(percent(boundOf(10_000, 0)!)).toBe("0.03 %");
});

test("a failure, or no try at all, bounds nothing", () => {
  expect(boundOf(1_000, 1)).toBeNull();
  expect(boundOf(0, 0)).toBeNull();
});

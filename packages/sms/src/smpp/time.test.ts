import { expect, test } from "bun:test";
import fc from "fast-check";
import { receiptTime, receiptTimeOf, relativeDuration, relativeTime } from "./time.ts";

const DAY_MS = 86_400_000;

test("a validity period is read as it was written, to the second", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 * 86_400 }), (seconds) => {
      expect(relativeDuration(relativeTime(seconds * 1000))).toBe(seconds * 1000);
    }),
  );
  expect(relativeTime(DAY_MS + 3_600_000 + 60_000 + 1000)).toBe("000001010101000R");
});

test("a validity period is at least a second and at most 99 days", () => {
  expect(relativeDuration(relativeTime(0))).toBe(1000);
  expect(relativeDuration(relativeTime(1000 * DAY_MS))).toBe(99 * DAY_MS);
});

test("an absolute time, and none, is no duration", () => {
  expect(relativeDuration("261122120000032+")).toBeNull();
  expect(relativeDuration("")).toBeNull();
});

test("a receipt's time is read as it was written, in any zone", () => {
  const second = fc.integer({ min: Date.UTC(2001, 0) / 1000, max: Date.UTC(2098, 0) / 1000 });
  fc.assert(
    fc.property(second, fc.integer({ min: -12, max: 14 }), (seconds, hours) => {
      const offset_ms = hours * 3_600_000;
      expect(receiptTime(receiptTimeOf(seconds * 1000, offset_ms), offset_ms)).toBe(seconds * 1000);
    }),
  );
});

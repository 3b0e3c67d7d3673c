import { expect, test } from "bun:test";
import { absoluteTime } from "./china-time.ts";
import { validForMs } from "./validity.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 4);

test.each([
  [absoluteTime(NOW_MS + 3_600_000), 3_600_000],
  [absoluteTime(NOW_MS - 1000), 0],
  ["000000010000000R", 3_600_000],
  ["", null],
  ["tomorrow", null],
])("%p is for %p ms", (time, valid_ms) => {
  expect(validForMs(time, NOW_MS)).toBe(valid_ms);
});

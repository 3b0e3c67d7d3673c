import { expect, test } from "bun:test";
import { e164Of } from "./written-number.ts";

test.each([
  ["+8613800138000", "+8613800138000"],
  ["138 0013 8000", "+8613800138000"],
  ["0086-138-0013-8000", "+8613800138000"],
  ["＋８６ １３８００１３８０００", "+8613800138000"],
  ["+1 (415) 555-0100", "+14155550100"],
])("%s is %s", (written, e164) => {
  expect(e164Of(written)).toBe(e164);
});

test.each(["", "138", "+", "1380013800", "+0138001380", "+12", "hello", "+1234567890123456"])(
  "%p is no number yet",
  (written) => {
    expect(e164Of(written)).toBeNull();
  },
);

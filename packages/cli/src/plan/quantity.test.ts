import { expect, test } from "bun:test";
import {
  formatBitsPerSecond,
  formatBytes,
  formatCount,
  formatShare,
  parseBytes,
  parseCount,
  parseShare,
} from "./quantity.ts";

test("numbers are read with their multiples", () => {
  expect(["300M", "1.5k", "20000", "1_000", "2G"].map(parseCount)).toEqual([3e8, 1500, 20_000, 1000, 2e9]);
  for (const text of ["", "M", "-3", "3x", "1e6", "many"]) expect(() => parseCount(text)).toThrow();
});

test("shares are read as percent or as fraction, and never beyond the whole", () => {
  expect(["40%", "0.4", "0", "100%"].map(parseShare)).toEqual([0.4, 0.4, 0, 1]);
  for (const text of ["40", "101%", "-1%", "half"]) expect(() => parseShare(text)).toThrow();
});

test("bytes are read in decimal multiples, with or without the B", () => {
  expect(["200KB", "4TB", "100", "2MB", "3M"].map(parseBytes)).toEqual([2e5, 4e12, 100, 2e6, 3e6]);
});

test("quantities are shown with three digits and their unit", () => {
  expect([0, 7, 1234, 62_400_000].map(formatCount)).toEqual(["0", "7", "1.23k", "62.4M"]);
  expect([100, 5_300_000].map(formatBytes)).toEqual(["100 B", "5.3 MB"]);
  expect([formatCount(0.004), formatShare(0.0004), formatShare(0.4)]).toEqual(["<0.01", "<0.1%", "40%"]);
  expect(formatBitsPerSecond(125_000_000)).toBe("1 Gbit/s");
});

import { expect, test } from "bun:test";
import { barCount, bars, waveformPath } from "./waveform.ts";

test("fewer bars than values show the loudest of each part", () => {
  expect(bars([0, 31, 0, 0, 15.5, 0], 3)).toEqual([1, 0, 0.5]);
});

test("a waveform that is shorter or missing still gives every bar", () => {
  expect(bars([31], 4)).toEqual([1, 1, 1, 1]);
  expect(bars([], 2)).toEqual([0, 0]);
});

test("a longer message has more bars, up to a limit", () => {
  expect(barCount(1_000)).toBeLessThan(barCount(10_000));
  expect(barCount(15 * 60_000)).toBe(56);
});

test("every bar is drawn, silence as a dot", () => {
  expect(waveformPath([0, 1])).toBe("M2 13.0v2.0M6 2.0v24.0");
});

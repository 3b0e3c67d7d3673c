import { expect, test } from "bun:test";
import fc from "fast-check";
import { loudness, WAVEFORM_LENGTH, waveform } from "./loudness.ts";

const tone = (amplitude: number) =>
  Float32Array.from({ length: 960 }, (_, index) => amplitude * Math.sin(index / 10));

test("silence has loudness 0, a shout 1, and speech lies between", () => {
  expect(loudness(new Float32Array(960))).toBe(0);
  expect(loudness(tone(1))).toBe(1);
  expect(loudness(tone(0.05))).toBeGreaterThan(0.2);
  expect(loudness(tone(0.05))).toBeLessThan(0.8);
});

test("louder sound is never shown as quieter", () => {
  const amplitude = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(amplitude, amplitude, (one, other) => {
      const [quiet, loud] = [Math.min(one, other), Math.max(one, other)];
      expect(loudness(tone(loud))).toBeGreaterThanOrEqual(loudness(tone(quiet)));
    }),
  );
});

test("VC1: a waveform is 64 values of 0..31, however long the recording was", () => {
  const levels = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3_000 });
  fc.assert(
    fc.property(levels, (recorded) => {
      const bars = waveform(recorded);
      expect(bars).toHaveLength(WAVEFORM_LENGTH);
      for (const bar of bars) expect(Number.isInteger(bar) && bar >= 0 && bar <= 31).toBe(true);
    }),
  );
});

test("VC1: the loudest moment of a recording of a second or more is in its waveform", () => {
  const levels = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 64, maxLength: 3_000 });
  fc.assert(
    fc.property(levels, (recorded) => {
      const loudest = Math.round(Math.max(...recorded) * 31);
      expect(Math.max(...waveform(recorded))).toBe(loudest);
    }),
  );
});

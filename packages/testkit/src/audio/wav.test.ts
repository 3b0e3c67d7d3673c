import { expect, test } from "bun:test";
import { parseWav } from "./wav.ts";

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const format = (encoding: number, channels: number, bits: number) => [
  ...ascii("fmt "),
  16,
  0,
  0,
  0,
  encoding,
  0,
  channels,
  0,
  0x80,
  0xbb,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  bits,
  0,
];
const file = (...chunks: number[][]) =>
  Uint8Array.from([...ascii("RIFF"), 0, 0, 0, 0, ...ascii("WAVE"), ...chunks.flat()]);

test("chunks other than the format and the samples are passed over, padding included", () => {
  const note = [...ascii("note"), 3, 0, 0, 0, 1, 2, 3, 0];
  const data = [...ascii("data"), 4, 0, 0, 0, 0x00, 0x40, 0x00, 0x80];
  const { sampleRate, samples } = parseWav(file(format(1, 1, 16), note, data));
  expect(sampleRate).toBe(48_000);
  expect([...samples]).toEqual([0.5, -1]);
});

test("of several channels the first is taken", () => {
  const data = [...ascii("data"), 8, 0, 0, 0, 0x00, 0x40, 0, 0, 0x00, 0x20, 0, 0];
  expect([...parseWav(file(format(1, 2, 16), data)).samples]).toEqual([0.5, 0.25]);
});

test("what is not 16-bit PCM is refused", () => {
  const data = [...ascii("data"), 0, 0, 0, 0];
  expect(() => parseWav(file(format(3, 1, 32), data))).toThrow(RangeError);
  expect(() => parseWav(Uint8Array.of(1, 2, 3))).toThrow(RangeError);
});

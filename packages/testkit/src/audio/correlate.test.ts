import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { correlateWindows } from "./correlate.ts";
import { makeSpeech } from "./speech.ts";
import { readWav } from "./wav.ts";

let folder: string;
let fox: Float32Array;
let ship: Float32Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "feiliao-speech-"));
  const read = async (name: string, text: string) => {
    const file = join(folder, name);
    await makeSpeech(text, file);
    return (await readWav(file)).samples;
  };
  fox = await read("fox.wav", "The quick brown fox jumps over the lazy dog, and nobody minds.");
  ship = await read("ship.wav", "Seven ships left the harbour before noon, loaded with oranges and tea.");
});

afterAll(() => rm(folder, { recursive: true }));

test("a sentence is found in itself completely, at lag zero", () => {
  const { windows, median, found, lag_ms } = correlateWindows(fox, fox);
  expect(windows).toBeGreaterThan(5);
  expect(median).toBeCloseTo(1, 5);
  expect(found).toBe(1);
  expect(lag_ms).toBe(0);
});

test("a delay is measured, and a change of loudness does not matter", () => {
  const delayed = new Float32Array(fox.length + 4_800);
  delayed.set(
    fox.map((sample) => sample * 0.3),
    4_800,
  );
  const { median, lag_ms } = correlateWindows(fox, delayed);
  expect(median).toBeGreaterThan(0.99);
  expect(lag_ms).toBeCloseTo(100, 0);
});

test("a pause of half a second put into the middle does not make the sentence another one", () => {
  const half = fox.length / 2;
  const paused = new Float32Array(fox.length + 24_000);
  paused.set(fox.subarray(0, half));
  paused.set(fox.subarray(half), half + 24_000);
  const { median, found } = correlateWindows(fox, paused);
  expect(median).toBeGreaterThan(0.95);
  expect(found).toBeGreaterThanOrEqual(0.9);
});

test("a word that is found alone does not count", () => {
  const word = new Float32Array(fox.length);
  const at = 2 * 48_000;
  word.set(fox.subarray(at, at + 0.4 * 48_000), at);
  expect(correlateWindows(fox, word).found).toBe(0);
});

test("another sentence is not found", () => {
  const { median, found } = correlateWindows(fox, ship);
  expect(median).toBeLessThan(0.5);
  expect(found).toBe(0);
});

test("silence finds nothing, and nothing can be looked for in silence", () => {
  expect(correlateWindows(fox, new Float32Array(fox.length)).found).toBe(0);
  expect(() => correlateWindows(new Float32Array(48_000), fox)).toThrow(RangeError);
});

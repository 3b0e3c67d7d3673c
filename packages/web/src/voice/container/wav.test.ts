import { expect, test } from "bun:test";
import { probe } from "./inspect.ts";
import { wav } from "./wav.ts";

test("VK2: ffprobe reads a second of it as 16-bit PCM of one second", async () => {
  const frames = Array.from({ length: 50 }, () => new Float32Array(960).fill(0.25));
  const { codec, duration_s, complaints } = await probe(wav(frames));
  expect([codec, duration_s, complaints]).toEqual(["pcm_s16le", 1, ""]);
});

test("samples beyond full scale are clipped", () => {
  const bytes = wav([Float32Array.of(0, 0.5, 2, -2)]);
  const view = new DataView(bytes.buffer, 44);
  expect([0, 2, 4, 6].map((at) => view.getInt16(at, true))).toEqual([0, 16_384, 32_767, -32_767]);
});

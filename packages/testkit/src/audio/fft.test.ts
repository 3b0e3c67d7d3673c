import { expect, test } from "bun:test";
import fc from "fast-check";
import { samplesOf, spectrumOf } from "./fft.ts";

test("transforming there and back gives the samples", () => {
  fc.assert(
    fc.property(fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { maxLength: 64 }), (values) => {
      const samples = Float32Array.from(values);
      const back = samplesOf(spectrumOf(samples, 64)).subarray(0, samples.length);
      for (const [index, sample] of samples.entries()) expect(back[index]).toBeCloseTo(sample, 9);
    }),
  );
});

test("a cosine of k periods has its energy in bins k and size − k", () => {
  const cosine = Float32Array.from({ length: 32 }, (_, index) => Math.cos((2 * Math.PI * 5 * index) / 32));
  const { real } = spectrumOf(cosine, 32);
  expect([...real.keys()].filter((bin) => Math.abs(real[bin]!) > 1)).toEqual([5, 27]);
});

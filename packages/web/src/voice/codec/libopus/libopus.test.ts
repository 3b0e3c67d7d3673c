import { beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { BITS_PER_SECOND, PACKET_SAMPLES } from "../../opus-stream.ts";
import { LibopusDecoder } from "./decoder.ts";
import { LibopusEncoder } from "./encoder.ts";
import { compileLibopus, toneFrames } from "./fixture.ts";
import { instantiateLibopus, type Libopus } from "./libopus.ts";

let module: WebAssembly.Module;
let libopus: Libopus;

beforeAll(async () => {
  module = await compileLibopus();
  libopus = await instantiateLibopus(module);
});

test("VO1: every frame of 20 ms becomes one packet, near the configured rate for loud sound", () => {
  const encoder = new LibopusEncoder(libopus);
  const packets = toneFrames(200).map((frame) => encoder.convert(frame));
  const bytes = packets.reduce((sum, packet) => sum + packet.length, 0);
  const bitsPerSecond = (bytes * 8) / (200 * 0.02);
  expect(Math.min(...packets.map((packet) => packet.length))).toBeGreaterThan(0);
  expect(bitsPerSecond).toBeGreaterThan(BITS_PER_SECOND * 0.5);
  expect(bitsPerSecond).toBeLessThan(BITS_PER_SECOND * 1.5);
});

test("VO1: a decoded packet is 20 ms and as loud as what was encoded", () => {
  const encoder = new LibopusEncoder(libopus);
  const decoder = new LibopusDecoder(libopus);
  const frames = toneFrames(50);
  const decoded = frames.map((frame) => decoder.convert(encoder.convert(frame)));
  expect(new Set(decoded.map((samples) => samples.length))).toEqual(new Set([PACKET_SAMPLES]));
  const energy = (frame: Float32Array) => frame.reduce((sum, sample) => sum + sample * sample, 0);
  expect(energy(decoded[40]!) / energy(frames[40]!)).toBeCloseTo(1, 0);
});

test("frames beyond full scale are clipped, not wrapped around", () => {
  const encoder = new LibopusEncoder(libopus);
  const decoder = new LibopusDecoder(libopus);
  const loud = new Float32Array(PACKET_SAMPLES).fill(4);
  const decoded = Array.from({ length: 5 }, () => decoder.convert(encoder.convert(loud)));
  expect(Math.min(...decoded[1]!)).toBeGreaterThan(-0.5);
});

test("VO2: arbitrary bytes never fail a decoder, and it goes on with the packets after them", () => {
  const decoder = new LibopusDecoder(libopus);
  const packet = new LibopusEncoder(libopus).convert(toneFrames(1)[0]!);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1_400 }), (bytes) => {
      expect(decoder.convert(bytes).length).toBeGreaterThan(0);
      expect(decoder.convert(packet)).toHaveLength(PACKET_SAMPLES);
    }),
  );
});

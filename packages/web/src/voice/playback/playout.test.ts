import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { PACKET_MS, PACKET_SAMPLES } from "../opus-stream.ts";
import { ArrivalSpread } from "./arrival-spread.ts";
import { Playout } from "./playout.ts";

const QUANTUM = 128;
const QUANTUM_MS = QUANTUM / 48;

interface Heard {
  samples: number[];
  underruns: number;
  /** When the first sample sounded, on the clock of the arrivals. */
  first_ms: number;
}

/** Coprime with the length of a fade, so that no faded sample looks like one of another packet. */
const loud = (packet: number) => new Float32Array(PACKET_SAMPLES).fill(240 * packet + 241);

/** Plays packets that arrive at these times, as the audio thread does, until the end has been played. */
function listen(arrivals_ms: number[], start_ms = 60, frameOf = loud): Heard {
  const spread = new ArrivalSpread(start_ms);
  const playout = new Playout(start_ms);
  const heard: Heard = { samples: [], underruns: 0, first_ms: -1 };
  let arrived = 0;
  for (let now_ms = 0; playout.phase !== "finished"; now_ms += QUANTUM_MS) {
    while (arrived < arrivals_ms.length && arrivals_ms[arrived]! <= now_ms) {
      spread.arrived(arrived, arrivals_ms[arrived]!);
      playout.push(frameOf(arrived++), spread.target_ms);
    }
    if (arrived === arrivals_ms.length) playout.end();
    const before = playout.phase;
    const out = new Float32Array(QUANTUM);
    playout.render(out);
    heard.samples.push(...out);
    if (before === "playing" && playout.phase === "filling") heard.underruns++;
    if (heard.first_ms < 0 && playout.phase !== "filling") heard.first_ms = now_ms;
  }
  return heard;
}

/** In order and never before it was spoken, as on a WebSocket. */
function arrivalsOf(lateness_ms: readonly number[]): number[] {
  let last = 0;
  return lateness_ms.map((lateness, packet) => {
    last = Math.max(last, packet * PACKET_MS + lateness);
    return last;
  });
}

/** Which packet each sample is of; those of fades are left out. */
const playedPackets = (samples: number[]) =>
  samples.map((sample) => (sample - 241) / 240).filter((packet) => packet >= 0 && Number.isInteger(packet));

const lateness = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 30 }) }, fc.integer({ min: 0, max: 900 })),
  { minLength: 1, maxLength: 60 },
);

describe("whatever the arrivals", () => {
  test("VL2: every loud packet is played once, in order, and the talk finishes", () => {
    fc.assert(
      fc.property(lateness, (late) => {
        const played = playedPackets(listen(arrivalsOf(late)).samples);
        expect(played).toEqual(played.toSorted((a, b) => a - b));
        expect([...new Set(played)]).toEqual([...late.keys()]);
      }),
    );
  });

  test("VL2: nothing is cut but what fades in after silence", () => {
    fc.assert(
      fc.property(lateness, (late) => {
        const { samples, underruns } = listen(arrivalsOf(late));
        const fades = (underruns + 1) * 240;
        expect(playedPackets(samples).length).toBeGreaterThanOrEqual(late.length * PACKET_SAMPLES - fades);
      }),
    );
  });
});

test("VL3: steady arrivals are heard when the start is gathered, without an underrun", () => {
  const { first_ms, underruns } = listen(arrivalsOf(new Array(500).fill(0)), 60);
  expect(first_ms).toBeGreaterThanOrEqual(40); // three packets of 20 ms, the first of which came at once
  expect(first_ms).toBeLessThan(45);
  expect(underruns).toBe(0);
});

test("VL3: bursts of 150 ms cost at most one underrun in ten seconds", () => {
  const bursts = Array.from({ length: 500 }, (_, packet) => (7 - (packet % 8)) * 20 + 10);
  expect(listen(arrivalsOf(bursts), 60).underruns).toBeLessThanOrEqual(1);
});

test("VL3: after a stall the target is gathered before it goes on, so that one stall is one pause", () => {
  const stall = Array.from({ length: 300 }, (_, packet) => (packet === 100 ? 800 : 0));
  expect(listen(arrivalsOf(stall), 60).underruns).toBe(1);
});

test("VL4: a talk shorter than the start is played when its end has come", () => {
  const { samples } = listen(arrivalsOf([0, 0]), 200);
  expect(new Set(playedPackets(samples))).toEqual(new Set([0, 1]));
});

test("VL4: an end without a packet finishes in silence", () => {
  const { samples } = listen([]);
  expect(new Set(samples)).toEqual(new Set([0]));
});

test("VL3: behind after a stall, pauses become shorter by half at most and no word is lost", () => {
  // One second behind, with 200 ms of every second nearly silent.
  const late = Array.from({ length: 500 }, (_, packet) => (packet === 50 ? 1_000 : 0));
  const isPause = (packet: number) => packet % 50 < 10;
  const quiet = new Float32Array(PACKET_SAMPLES).fill(0.001);
  const { samples } = listen(arrivalsOf(late), 60, (packet) => (isPause(packet) ? quiet : loud(packet)));
  const words = [...late.keys()].filter((packet) => !isPause(packet));
  expect([...new Set(playedPackets(samples))]).toEqual(words);
  const pauses = samples.filter((sample) => Math.abs(sample - 0.001) < 1e-6).length / PACKET_SAMPLES;
  expect(pauses).toBeLessThan(90);
  expect(pauses).toBeGreaterThanOrEqual(50);
});

test("an underrun fades out instead of breaking off", () => {
  const { samples } = listen(arrivalsOf([0, 0, 0, 500]), 60, () =>
    new Float32Array(PACKET_SAMPLES).fill(0.5),
  );
  const steps = samples.slice(1).map((sample, index) => Math.abs(sample - samples[index]!));
  expect(Math.max(...steps.slice(0, -QUANTUM))).toBeLessThan(0.02);
});

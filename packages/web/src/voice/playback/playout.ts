import { rms } from "../loudness.ts";
import { SAMPLE_RATE } from "../opus-stream.ts";

/** Behind by more than this beyond the target, pauses are shortened. */
const TOLERATED_MS = 120;

/** About −46 dBFS: the pauses of speech in an ordinary room. */
const NEAR_SILENT_RMS = 0.005;

/** Fades at both edges of an underrun, because a step is a click. */
const FADE_OUT_PER_SAMPLE = 0.98;
const FADE_IN_SAMPLES = 240;

/**
 * - filling: silent until the target is gathered, at the start and after every underrun
 * - playing
 * - finished: the end has come, and everything before it was played
 */
export type PlayoutPhase = "filling" | "playing" | "finished";

const samplesOf = (ms: number) => (ms * SAMPLE_RATE) / 1_000;

/** The jitter buffer of one talk: samples go in when they arrive and come out steadily. */
export class Playout {
  #phase: PlayoutPhase = "filling";
  #frames: Float32Array[] = [];
  /** Position in the first frame. */
  #at = 0;
  #buffered = 0;
  #target: number;
  #ended = false;
  #skippedLast = false;
  #fadeIn = 0;
  #lastSample = 0;
  #playedFrames = 0;

  constructor(target_ms: number) {
    this.#target = samplesOf(target_ms);
  }

  get phase(): PlayoutPhase {
    return this.#phase;
  }

  get buffered_ms(): number {
    return (this.#buffered * 1_000) / SAMPLE_RATE;
  }

  /** How many of the pushed frames are gone, played or passed over. */
  get played_frames(): number {
    return this.#playedFrames;
  }

  push(samples: Float32Array, target_ms: number): void {
    this.#frames.push(samples);
    this.#buffered += samples.length;
    this.#target = samplesOf(target_ms);
  }

  /** Nothing follows: what is there is played without waiting for more. */
  end(): void {
    this.#ended = true;
  }

  /** Fills `out` with the next samples, and with silence where there are none. */
  render(out: Float32Array): void {
    this.#startWhenReady();
    let filled = this.#phase === "playing" ? this.#copyTo(out) : 0;
    if (filled < out.length && this.#phase === "playing") this.#phase = "filling"; // ran out
    for (; filled < out.length; filled++) {
      this.#lastSample *= FADE_OUT_PER_SAMPLE;
      out[filled] = this.#lastSample;
    }
    if (this.#ended && this.#buffered === 0) this.#phase = "finished";
  }

  #startWhenReady(): void {
    if (this.#phase !== "filling" || this.#buffered === 0) return;
    if (this.#buffered < this.#target && !this.#ended) return;
    this.#phase = "playing";
    this.#fadeIn = 0;
  }

  #copyTo(out: Float32Array): number {
    let filled = 0;
    while (filled < out.length) {
      const frame = this.#currentFrame();
      if (!frame) break;
      const count = Math.min(out.length - filled, frame.length - this.#at);
      for (let index = 0; index < count; index++) out[filled++] = this.#faded(frame[this.#at++]!);
      this.#buffered -= count;
    }
    if (filled > 0) this.#lastSample = out[filled - 1]!;
    return filled;
  }

  #currentFrame(): Float32Array | undefined {
    while (this.#at === this.#frames[0]?.length) this.#dropFirst();
    if (this.#at === 0) this.#shortenPause();
    return this.#frames[0];
  }

  /** Never two frames in a row: a pause becomes half as long and stays a pause. */
  #shortenPause(): void {
    const frame = this.#frames[0];
    const behind = this.#buffered > this.#target + samplesOf(TOLERATED_MS);
    const skip = behind && !this.#skippedLast && frame !== undefined && rms(frame) < NEAR_SILENT_RMS;
    if (skip) {
      this.#buffered -= frame.length;
      this.#dropFirst();
    }
    this.#skippedLast = skip;
  }

  #dropFirst(): void {
    this.#frames.shift();
    this.#at = 0;
    this.#playedFrames++;
  }

  #faded(sample: number): number {
    if (this.#fadeIn === FADE_IN_SAMPLES) return sample;
    return (sample * this.#fadeIn++) / FADE_IN_SAMPLES;
  }
}

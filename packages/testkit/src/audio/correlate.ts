import { type Spectrum, samplesOf, spectrumOf } from "./fft.ts";

/** Speech up to 8 kHz is enough to tell sentences apart, and three times as fast as 48 kHz. */
const SAMPLE_RATE = 16_000;
const DECIMATION = 3;

const WINDOW = 0.4 * SAMPLE_RATE;
const VOICED_RMS_MIN = 0.02;

/**
 * A window was found when it correlates at least so well, and so does a neighbour at nearly the same lag. A jitter
 * buffer moves everything after a pause, so lags come in steps; what only looks alike is found here and there.
 */
const FOUND_MIN = 0.6;
const LAG_AGREES_MS = 150;

export interface Correlation {
  /** How many voiced windows of 400 ms the template has. */
  windows: number;
  /** Of the windows' best normalised correlations, 0..1. */
  median: number;
  minimum: number;
  /** Share of the windows that were found. */
  found: number;
  /** Median of where the windows were found, relative to where they are in the template. */
  lag_ms: number;
  /** The lag of every window that was found, in order. */
  lags_ms: number[];
}

/**
 * Was `template` said in `signal`? Both are 48 kHz mono. Each voiced window of 400 ms is looked for on its own by
 * normalised cross-correlation, so that clock drift and pauses of a jitter buffer do not matter.
 *
 * The same speech through Opus gives a median of about 0.95 and finds all windows; with the browser's noise
 * suppression in between 0.7; another sentence gives 0.4 and finds none. Thresholds to use: what the microphone
 * captured against what was heard, median ≥ 0.90 and at least 90 % found; the spoken file against what was heard,
 * median ≥ 0.85 (on a busy machine the fake microphone itself loses pieces); and, in the same run, another sentence
 * below 0.5 with nothing found.
 */
export function correlateWindows(template: Float32Array, signal: Float32Array): Correlation {
  const windows = voicedWindows(decimate(template));
  if (windows.length === 0) throw new RangeError("the template holds no speech");
  const search = new Search(decimate(signal));
  const matches = windows.map(({ samples, at }) => {
    const { peak, position } = search.find(samples);
    return { peak, lag_ms: ((position - at) * 1_000) / SAMPLE_RATE };
  });
  const found = foundAmong(matches);
  const peaks = matches.map(({ peak }) => peak);
  return {
    windows: windows.length,
    median: medianOf(peaks),
    minimum: Math.min(...peaks),
    found: found.length / windows.length,
    lag_ms: medianOf(matches.map(({ lag_ms }) => lag_ms)),
    lags_ms: found.map(({ lag_ms }) => lag_ms),
  };
}

interface Match {
  peak: number;
  lag_ms: number;
}

function foundAmong(matches: readonly Match[]): Match[] {
  const agree = (one: Match, other: Match | undefined) =>
    other !== undefined && other.peak > FOUND_MIN && Math.abs(one.lag_ms - other.lag_ms) < LAG_AGREES_MS;
  return matches.filter(
    (match, index) =>
      match.peak > FOUND_MIN && (agree(match, matches[index - 1]) || agree(match, matches[index + 1])),
  );
}

/** Averages seven neighbours, which is low-pass enough for speech. */
function decimate(samples: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / DECIMATION) }, (_, index) => {
    const around = samples.subarray(Math.max(0, index * DECIMATION - 2), index * DECIMATION + 5);
    return around.reduce((sum, sample) => sum + sample, 0) / around.length;
  });
}

function voicedWindows(samples: Float32Array): { samples: Float32Array; at: number }[] {
  const windows = [];
  for (let at = 0; at + WINDOW <= samples.length; at += WINDOW) {
    const window = samples.subarray(at, at + WINDOW);
    if (Math.sqrt(energyOf(window) / WINDOW) >= VOICED_RMS_MIN) windows.push({ samples: window, at });
  }
  return windows;
}

/** Looks for short windows in one signal, whose spectrum is computed once. */
class Search {
  readonly #length: number;
  readonly #spectrum: Spectrum;
  /** Energy of the signal up to each position, so that the energy under a window is one subtraction. */
  readonly #energyBefore: Float64Array;

  constructor(signal: Float32Array) {
    this.#length = signal.length;
    this.#spectrum = spectrumOf(signal, powerOfTwoFrom(signal.length + WINDOW));
    this.#energyBefore = new Float64Array(signal.length + 1);
    for (const [index, sample] of signal.entries()) {
      this.#energyBefore[index + 1] = this.#energyBefore[index]! + sample * sample;
    }
  }

  find(window: Float32Array): { peak: number; position: number } {
    const products = this.#slidingProducts(window);
    const windowEnergy = energyOf(window);
    let best = { peak: 0, position: 0 };
    for (let position = 0; position + WINDOW <= this.#length; position++) {
      const energy = this.#energyBefore[position + WINDOW]! - this.#energyBefore[position]!;
      const peak = products[position]! / Math.sqrt(Math.max(energy * windowEnergy, Number.EPSILON));
      if (peak > best.peak) best = { peak, position };
    }
    return best;
  }

  /** The window's scalar product with the signal at every position: one product of spectra, one conjugated. */
  #slidingProducts(window: Float32Array): Float64Array {
    const { real, imaginary } = this.#spectrum;
    const other = spectrumOf(window, real.length);
    return samplesOf({
      real: real.map((value, k) => value * other.real[k]! + imaginary[k]! * other.imaginary[k]!),
      imaginary: imaginary.map((value, k) => value * other.real[k]! - real[k]! * other.imaginary[k]!),
    });
  }
}

function energyOf(samples: Float32Array): number {
  return samples.reduce((energy, sample) => energy + sample * sample, 0);
}

function powerOfTwoFrom(length: number): number {
  return 2 ** Math.ceil(Math.log2(length));
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

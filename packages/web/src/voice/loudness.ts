/** The range that is shown: quiet speech to shouting, in dBFS. */
const QUIET_DB = -54;
const LOUD_DB = -9;

export const WAVEFORM_LENGTH = 64;
const WAVEFORM_MAX = 31;

export function rms(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return Math.sqrt(energy / samples.length);
}

/** How loud it seems, 0..1: ears hear in decibels. */
export function loudness(samples: Float32Array): number {
  const db = 20 * Math.log10(rms(samples));
  return Math.max(0, Math.min(1, (db - QUIET_DB) / (LOUD_DB - QUIET_DB)));
}

/** The picture of a recording: 64 values 0..31, each the loudest moment of its part of the time. */
export function waveform(levels: readonly number[]): number[] {
  return Array.from({ length: WAVEFORM_LENGTH }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / WAVEFORM_LENGTH);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / WAVEFORM_LENGTH));
    const loudest = levels.slice(from, to).reduce((max, level) => Math.max(max, level), 0);
    return Math.round(loudest * WAVEFORM_MAX);
  });
}

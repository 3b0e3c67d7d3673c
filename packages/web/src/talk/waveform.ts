/** Highest loudness of the contract. */
const LOUDNESS_MAX = 31;

/** So many bars that a longer message has a wider bubble, and each bar stays wide enough to be seen. */
export function barCount(duration_ms: number): number {
  const seconds = duration_ms / 1000;
  return Math.round(Math.min(56, 30 + seconds * 1.2));
}

/** Heights 0..1 of `count` bars; of the values that fall on one bar, the loudest is shown. */
export function bars(waveform: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * waveform.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * waveform.length) / count));
    return Math.min(1, Math.max(0, ...waveform.slice(from, to)) / LOUDNESS_MAX);
  });
}

export const BAR_PITCH = 4;
export const BAR_HEIGHT = 28;

/** The bars as the data of one SVG path, standing around the middle line. */
export function waveformPath(heights: readonly number[]): string {
  return heights
    .map((height, index) => {
      const half = Math.max(1, (height * (BAR_HEIGHT - 4)) / 2);
      return `M${index * BAR_PITCH + 2} ${(BAR_HEIGHT / 2 - half).toFixed(1)}v${(half * 2).toFixed(1)}`;
    })
    .join("");
}

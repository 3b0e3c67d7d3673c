/** 48 kHz samples of 440 Hz. */
export function tone(duration_ms: number): number[] {
  return Array.from(
    { length: duration_ms * 48 },
    (_, index) => 0.4 * Math.sin((2 * Math.PI * 440 * index) / 48_000),
  );
}

/** The value below which this share of the sorted values lies; undefined when there are none. */
export function percentileOfSorted(sorted: ArrayLike<number>, share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return percentileOfSorted(sorted, share) ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

import { percentileOfSorted } from "./percentile.ts";
import { round } from "./round.ts";

const SAMPLES_MAX = 400_000;

export interface LatencySummary {
  n: number;
  p50_ms: number | null;
  p90_ms: number | null;
  p99_ms: number | null;
  p999_ms: number | null;
  max_ms: number;
}

/** Latencies in milliseconds. Above the capacity it keeps a uniform sample of all (Vitter's algorithm R). */
export class Latency {
  private readonly samples: Float64Array;
  private count = 0;
  private longest = 0;

  constructor(capacity = SAMPLES_MAX) {
    this.samples = new Float64Array(capacity);
  }

  add(ms: number): void {
    const capacity = this.samples.length;
    const place = this.count < capacity ? this.count : Math.floor(Math.random() * (this.count + 1));
    if (place < capacity) this.samples[place] = ms;
    if (ms > this.longest) this.longest = ms;
    this.count++;
  }

  /** Forgets everything, so that the warm-up does not colour the figures. */
  reset(): void {
    this.count = 0;
    this.longest = 0;
  }

  summary(): LatencySummary {
    const sorted = this.samples.slice(0, Math.min(this.count, this.samples.length)).sort();
    const quantile = (share: number) => {
      const value = percentileOfSorted(sorted, share);
      return value === undefined ? null : round(value, 2);
    };
    return {
      n: this.count,
      p50_ms: quantile(0.5),
      p90_ms: quantile(0.9),
      p99_ms: quantile(0.99),
      p999_ms: quantile(0.999),
      max_ms: round(this.longest, 1),
    };
  }
}

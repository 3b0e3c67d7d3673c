/** The window is moved on in slices of this part of it. */
const SLICES = 12;

/** Counts and durations of the last while, forgotten a slice at a time. */
export class SlidingWindow {
  readonly window_ms: number;
  readonly #samples_max: number;
  #slices: Slice[] = [];

  /** `samples_max`: durations kept a slice and name; of more, one in so many, so that they stand for all. */
  constructor(window_ms: number, samples_max = 200) {
    this.window_ms = window_ms;
    this.#samples_max = samples_max;
  }

  count(name: string, now: number): void {
    const { counts } = this.#slice(now);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }

  /** Every n-th is kept once there are many, and n doubles each time the slice is full. */
  duration(name: string, duration_ms: number, now: number): void {
    const { durations } = this.#slice(now);
    const kept = durations.get(name) ?? { every: 1, seen: 0, values: [] };
    durations.set(name, kept);
    if (kept.seen++ % kept.every !== 0) return;
    kept.values.push(duration_ms);
    if (kept.values.length < this.#samples_max) return;
    kept.values = kept.values.filter((_, index) => index % 2 === 0);
    kept.every *= 2;
  }

  /** What was counted, by name. */
  counts(now: number): Map<string, number> {
    const sums = new Map<string, number>();
    for (const { counts } of this.#current(now)) {
      for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
    }
    return sums;
  }

  /** The duration that this share of all did not exceed; null without any. */
  quantile(name: string, share: number, now: number): number | null {
    const weighed = this.#current(now)
      .flatMap(({ durations }) => {
        const { every = 1, values = [] } = durations.get(name) ?? {};
        return values.map((value) => ({ value, weight: every }));
      })
      .sort((a, b) => a.value - b.value);
    const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
    let passed = 0;
    for (const { value, weight } of weighed) {
      passed += weight;
      if (passed >= share * total) return value;
    }
    return null;
  }

  #slice(now: number): Slice {
    const begun_at = now - (now % this.#slice_ms());
    const last = this.#slices.at(-1);
    if (last && last.begun_at >= begun_at) return last;
    const next: Slice = { begun_at, counts: new Map(), durations: new Map() };
    this.#slices = [...this.#current(now), next];
    return next;
  }

  #current(now: number): Slice[] {
    return this.#slices.filter(({ begun_at }) => begun_at + this.#slice_ms() > now - this.window_ms);
  }

  #slice_ms(): number {
    return this.window_ms / SLICES;
  }
}

interface Slice {
  begun_at: number;
  counts: Map<string, number>;
  durations: Map<string, { every: number; seen: number; values: number[] }>;
}

import type { Clock } from "../../platform/clock.ts";

const INTERVAL_MS_MIN = 1_000;

/** Tells who listens of gaps: at once, but never more than once a second. */
export class GapSignal {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #phase: { name: "ready" } | { name: "resting"; again: boolean; timer: unknown } = { name: "ready" };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  onGap(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  raise(): void {
    if (this.#phase.name === "resting") this.#phase.again = true;
    else this.#tell();
  }

  close(): void {
    if (this.#phase.name === "resting") this.#clock.clearTimeout(this.#phase.timer);
    this.#listeners.clear();
  }

  #tell(): void {
    const timer = this.#clock.setTimeout(() => this.#rested(), INTERVAL_MS_MIN);
    this.#phase = { name: "resting", again: false, timer };
    for (const listener of this.#listeners) listener();
  }

  #rested(): void {
    const again = this.#phase.name === "resting" && this.#phase.again;
    this.#phase = { name: "ready" };
    if (again) this.#tell();
  }
}

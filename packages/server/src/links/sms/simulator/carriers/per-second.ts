/** Counts what comes within each second of the clock. */
export class PerSecond {
  #second = 0;
  #count = 0;

  /** Whether one more is within the limit; null: there is none. */
  takes(now: number, limit: number | null): boolean {
    const second = Math.floor(now / 1_000);
    if (second !== this.#second) this.#count = 0;
    this.#second = second;
    return limit === null || ++this.#count <= limit;
  }
}

/** Everything that happened, in order: as a hash always, and as lines for who replays a seed. */
export class Trace {
  readonly #write: ((line: string) => void) | null;
  #hash = 0n;
  #events = 0;

  constructor(write: ((line: string) => void) | null) {
    this.#write = write;
  }

  /** Equal for two runs only when the same things happened at the same times. */
  get hash(): string {
    return this.#hash.toString(16).padStart(16, "0");
  }

  get events(): number {
    return this.#events;
  }

  /** `at_ms` since the beginning; `who` did or met `what`. */
  add(at_ms: number, who: string, what: string): void {
    this.#events++;
    const line = `${(at_ms / 1_000).toFixed(3)} ${who} ${what}`;
    this.#hash = Bun.hash.wyhash(line, this.#hash);
    this.#write?.(line);
  }
}

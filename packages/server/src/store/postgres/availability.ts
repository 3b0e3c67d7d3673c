import type { Clock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import { codeOf } from "./failures.ts";

const PROBE_EVERY_MS = 200;

/**
 * Whether the database can be reached. While it cannot, one prober asks again and again, and everybody else
 * waits for it instead of asking too.
 */
export class Availability {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #probe: () => Promise<unknown>;
  /** Called when the outage ends; null while there is none. */
  #waiting: Set<() => void> | null = null;
  #timer: unknown;

  /** `probe` rejects while the database cannot be reached. */
  constructor(clock: Clock, logger: Logger, probe: () => Promise<unknown>) {
    this.#clock = clock;
    this.#logger = logger;
    this.#probe = probe;
  }

  get available(): boolean {
    return this.#waiting === null;
  }

  /** Something failed as if the database were gone. */
  lost(failure: unknown): void {
    if (this.#waiting) return;
    this.#waiting = new Set();
    this.#logger.error("the database cannot be reached", { code: codeOf(failure) });
    void this.#ask();
  }

  /** Resolves when the outage is over, or at the latest at a time: then to false. */
  async recovered(deadline: number): Promise<boolean> {
    const waiting = this.#waiting;
    if (!waiting) return true;
    return new Promise((resolve) => {
      const timer = this.#clock.setTimeout(
        () => {
          waiting.delete(over);
          resolve(false);
        },
        Math.max(0, deadline - this.#clock.now()),
      );
      const over = () => {
        this.#clock.clearTimeout(timer);
        resolve(true);
      };
      waiting.add(over);
    });
  }

  close(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    try {
      await this.#probe();
    } catch {
      this.#timer = this.#clock.setTimeout(() => void this.#ask(), PROBE_EVERY_MS);
      return;
    }
    const waiting = this.#waiting ?? new Set();
    this.#waiting = null;
    this.#logger.info("the database can be reached again");
    for (const over of waiting) over();
  }
}

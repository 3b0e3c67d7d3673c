import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Clock } from "../platform/clock.ts";

/** Longer than a client waits for an answer would be in vain. */
export const WAIT_MS = 10_000;
const POLL_MS = 1_000;

/**
 * Callers that wait for something to happen in the store. It is asked again and again: what another node wrote is found
 * there, with a bus or without.
 */
export class LongPolls {
  readonly #clock: Clock;
  readonly #waiters_max: number;
  readonly #waiting = new Set<() => void>();
  #closed = false;

  constructor(clock: Clock, waiters_max: number) {
    this.#clock = clock;
    this.#waiters_max = waiters_max;
  }

  /** Whoever waits is answered now. */
  close(): void {
    this.#closed = true;
    for (const wake of this.#waiting) wake();
  }

  /** Asks until something `isNews`, or for ten seconds. @throws {FeiliaoError} overloaded, or what `ask` throws */
  async until<T>(ask: () => Promise<T>, isNews: (answer: T) => boolean): Promise<T> {
    const give_up_at = this.#clock.now() + WAIT_MS;
    for (;;) {
      const answer = await ask();
      if (isNews(answer) || this.#closed || this.#clock.now() >= give_up_at) return answer;
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    if (this.#waiting.size >= this.#waiters_max) throw new FeiliaoError("overloaded", { retry_after_s: 5 });
    return new Promise((resolve) => {
      const wake = () => {
        this.#clock.clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = this.#clock.setTimeout(wake, POLL_MS);
      this.#waiting.add(wake);
    });
  }
}

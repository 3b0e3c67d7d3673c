import type { Clock } from "../types.ts";

interface Timer {
  at: number;
  action(): void;
}

/** Time that passes only when a test says so. */
export class VirtualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now = 1_000_000;
  #offset_ms = 0;

  now(): number {
    return this.#now + this.#offset_ms;
  }

  /** Somebody sets the wall clock; timers go on as they were. */
  setBack(by_ms: number): void {
    this.#offset_ms -= by_ms;
  }

  setTimeout(action: () => void, delay_ms: number): unknown {
    const timer = { at: this.#now + delay_ms, action };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  /** Lets time pass, and everything happen that is due in it, in order. */
  async pass(duration_ms: number): Promise<void> {
    const end = this.#now + duration_ms;
    await settled();
    for (let timer = this.#nextBefore(end); timer; timer = this.#nextBefore(end)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.action();
      await settled();
    }
    this.#now = end;
  }

  #nextBefore(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Resolves when everything that needs no timer and no network has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

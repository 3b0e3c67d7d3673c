import type { Clock } from "./clock.ts";

interface Timer {
  due_at: number;
  action: () => void;
}

/** A clock for tests: time passes only in `advance`, which runs what falls due, in order. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  setTimeout(action: () => void, delay_ms: number): unknown {
    const timer = { due_at: this.#now + delay_ms, action };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  advance(duration_ms: number): void {
    const end = this.#now + duration_ms;
    for (let next = this.#nextDue(end); next; next = this.#nextDue(end)) {
      this.#timers.delete(next);
      this.#now = next.due_at;
      next.action();
    }
    this.#now = end;
  }

  #nextDue(end: number): Timer | undefined {
    return [...this.#timers].filter(({ due_at }) => due_at <= end).sort((a, b) => a.due_at - b.due_at)[0];
  }
}

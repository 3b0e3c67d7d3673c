import type { Clock } from "./clock.ts";

interface Timer {
  due_at: number;
  /** Timers that are due together run in the order they were set. */
  number: number;
  /** Null once it was cleared. */
  action: (() => void) | null;
}

/** A clock for tests: time passes only as the test says, and what falls due runs in order. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #timers_set = 0;
  /** A binary heap: the timer that is due next comes first. */
  readonly #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  setTimeout(action: () => void, delay_ms: number): unknown {
    const timer = { due_at: this.#now + Math.max(0, delay_ms), number: ++this.#timers_set, action };
    this.#push(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    if (timer) (timer as Timer).action = null;
  }

  advance(duration_ms: number): void {
    const end = this.#now + duration_ms;
    while (this.step(end));
    this.#now = end;
  }

  /** Goes on to the next timer that is due by `end` and runs it; false when there is none. */
  step(end: number): boolean {
    for (let next = this.#timers[0]; next && next.due_at <= end; next = this.#timers[0]) {
      this.#pop();
      if (!next.action) continue;
      this.#now = next.due_at;
      next.action();
      return true;
    }
    return false;
  }

  #push(timer: Timer): void {
    const heap = this.#timers;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (isBefore(heap[parent]!, timer)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = timer;
  }

  #pop(): void {
    const heap = this.#timers;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(last, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.due_at === b.due_at ? a.number < b.number : a.due_at < b.due_at;
}

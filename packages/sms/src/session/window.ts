import { RequestFailed, type RequestFailure } from "./request-failed.ts";

/** Somebody who has something to send. */
export interface Waiting {
  start(): void;
  reject(failure: RequestFailed): void;
}

/** How many requests may be without an answer at once; those beyond wait in order, up to a limit. */
export class Window {
  readonly size: number;
  readonly waiting_max: number;
  readonly #queue: Waiting[] = [];
  #outstanding = 0;

  constructor(size: number, waiting_max: number) {
    this.size = size;
    this.waiting_max = waiting_max;
  }

  get outstanding(): number {
    return this.#outstanding;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Starts at once when there is room, otherwise when it is this one's turn. */
  enter(waiting: Waiting): void {
    if (this.#outstanding < this.size) {
      this.#outstanding++;
      waiting.start();
    } else if (this.#queue.length < this.waiting_max) {
      this.#queue.push(waiting);
    } else {
      waiting.reject(new RequestFailed("queue_full", "not_sent"));
    }
  }

  /** One that had started is settled: its room goes to the next. */
  leave(): void {
    const next = this.#queue.shift();
    if (next) next.start();
    else this.#outstanding--;
  }

  /** Refuses everybody who waits. */
  refuse(failure: RequestFailure): void {
    for (const waiting of this.#queue.splice(0)) waiting.reject(new RequestFailed(failure, "not_sent"));
  }
}

import type { Clock } from "./clock.ts";
import { RequestFailed, type RequestFailure } from "./request-failed.ts";

interface Entry<Pdu> {
  deadline_ms: number;
  resolve(response: Pdu): void;
  reject(failure: RequestFailed): void;
}

/**
 * The requests that were sent and have no answer yet. All have the same time to be answered, so the oldest is always
 * the first to be late, and one timer serves them all.
 */
export class Pending<Pdu> {
  readonly #clock: Clock;
  readonly #response_ms: number;
  readonly #entries = new Map<number | string, Entry<Pdu>>();
  #timer: unknown = null;
  readonly #settled: () => void;
  readonly #waiting_for_none: (() => void)[] = [];

  /** `settled` is called after every request that got its answer or its rejection. */
  constructor(clock: Clock, response_ms: number, settled: () => void) {
    this.#clock = clock;
    this.#response_ms = response_ms;
    this.#settled = settled;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(
    key: number | string,
    resolve: (response: Pdu) => void,
    reject: (failure: RequestFailed) => void,
  ): void {
    // Only after the sequence has gone once around can it belong to another request.
    this.#reject(key, "timed_out");
    this.#entries.set(key, { deadline_ms: this.#clock.now() + this.#response_ms, resolve, reject });
    this.#timer ??= this.#clock.setTimeout(this.#expire, this.#response_ms);
  }

  /** False when nothing was waiting for it: it is late, or answers what nobody asked. */
  settle(key: number | string, response: Pdu): boolean {
    const entry = this.#entries.get(key);
    if (!entry) return false;
    this.#entries.delete(key);
    entry.resolve(response);
    this.#settled();
    this.#tellIfNone();
    return true;
  }

  /** Whether the peer got them is unknown for all of them. */
  rejectAll(failure: RequestFailure): void {
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    for (const key of [...this.#entries.keys()]) this.#reject(key, failure);
    this.#tellIfNone();
  }

  /** Resolves as soon as none is left. */
  none(): Promise<void> {
    if (this.#entries.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting_for_none.push(resolve));
  }

  readonly #expire = () => {
    this.#timer = null;
    const now = this.#clock.now();
    for (const [key, entry] of this.#entries) {
      if (entry.deadline_ms > now) {
        this.#timer = this.#clock.setTimeout(this.#expire, entry.deadline_ms - now);
        break;
      }
      this.#reject(key, "timed_out");
    }
    this.#tellIfNone();
  };

  #reject(key: number | string, failure: RequestFailure): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    entry.reject(new RequestFailed(failure, "unknown"));
    this.#settled();
  }

  #tellIfNone(): void {
    if (this.#entries.size > 0) return;
    for (const tell of this.#waiting_for_none.splice(0)) tell();
  }
}

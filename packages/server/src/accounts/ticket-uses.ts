import type { Clock } from "../platform/clock.ts";
import type { LimitStore } from "../store/limit-store.ts";

/** Remembers which tickets were used. */
export interface TicketUses {
  /** False when it was used before. `nonce` names the ticket. */
  take(nonce: number, expires_at: number): Promise<boolean>;
}

/** For a service that is one process: nothing is written for a connection. */
export class UsesInMemory implements TicketUses {
  readonly #clock: Clock;
  readonly #taken = new Map<number, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async take(nonce: number, expires_at: number): Promise<boolean> {
    const now = this.#clock.now();
    for (const [old, end] of this.#taken) {
      if (end > now) break; // in the order of issue, nearly: the rest goes with a later ticket
      this.#taken.delete(old);
    }
    if (this.#taken.has(nonce)) return false;
    this.#taken.set(nonce, expires_at);
    return true;
  }
}

/**
 * For a service of several nodes: one small row for each connection, gone with the ticket. A hint on the bus would
 * be cheaper, and would let a stolen ticket in at every node that missed it.
 */
export class UsesInStore implements TicketUses {
  readonly #clock: Clock;
  readonly #limits: LimitStore;

  constructor(clock: Clock, limits: LimitStore) {
    this.#clock = clock;
    this.#limits = limits;
  }

  async take(nonce: number, expires_at: number): Promise<boolean> {
    const now = this.#clock.now();
    const budget = { key: `ticket ${nonce}`, limit: 1, window_ms: expires_at - now };
    const { wait_ms } = await this.#limits.take([budget], now);
    return wait_ms === 0;
  }
}

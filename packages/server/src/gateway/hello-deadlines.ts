import type { Clock } from "../platform/clock.ts";
import { CLOSE_NO_HELLO } from "./close-codes.ts";
import type { Connection } from "./connection.ts";

/** A socket that has not said hello by then is closed. */
export const HELLO_DEADLINE_MS = 5_000;
/** Sockets of one address that have not said hello yet. */
const WAITING_PER_IP_MAX = 20;

/** The sockets that have not said hello yet, oldest first. One timer serves them all. */
export class HelloDeadlines {
  readonly #clock: Clock;
  readonly #opened_at = new Map<Connection, number>();
  readonly #byIp = new Map<string, number>();
  #ticking = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether an address has as many sockets waiting as it may. */
  isCrowded(ip: string | null): boolean {
    return ip !== null && (this.#byIp.get(ip) ?? 0) >= WAITING_PER_IP_MAX;
  }

  add(connection: Connection): void {
    this.#opened_at.set(connection, this.#clock.now());
    const { ip } = connection;
    if (ip !== null) this.#byIp.set(ip, (this.#byIp.get(ip) ?? 0) + 1);
    if (!this.#ticking) this.#tickIn(HELLO_DEADLINE_MS);
  }

  /** Whether it was waiting still. */
  remove(connection: Connection): boolean {
    if (!this.#opened_at.delete(connection)) return false;
    const { ip } = connection;
    if (ip === null) return true;
    const left = (this.#byIp.get(ip) ?? 1) - 1;
    if (left > 0) this.#byIp.set(ip, left);
    else this.#byIp.delete(ip);
    return true;
  }

  #tickIn(delay_ms: number): void {
    this.#ticking = true;
    this.#clock.setTimeout(() => this.#tick(), delay_ms);
  }

  #tick(): void {
    this.#ticking = false;
    const now = this.#clock.now();
    for (const [connection, opened_at] of this.#opened_at) {
      const left_ms = opened_at + HELLO_DEADLINE_MS - now;
      // The wall clock may have been set back meanwhile: nobody waits longer for that.
      if (left_ms > 0) {
        this.#tickIn(Math.min(left_ms, HELLO_DEADLINE_MS));
        return;
      }
      this.remove(connection);
      connection.close(CLOSE_NO_HELLO, "no hello");
    }
  }
}

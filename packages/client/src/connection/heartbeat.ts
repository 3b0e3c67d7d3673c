import type { Clock } from "../types.ts";
import type { Socket } from "./socket.ts";

const QUIET_MS_MAX = 25_000;
const ANSWER_MS_MAX = 10_000;

/**
 * Finds a connection whose other end is gone without a word (a changed network, a sleeping phone): when nothing
 * has arrived for a while, a cheap call must be answered, or the socket is closed.
 */
export class Heartbeat {
  readonly #socket: Socket;
  readonly #clock: Clock;
  #timer: unknown;

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    this.#schedule();
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  /** Asks now. */
  async check(): Promise<void> {
    await this.#socket.call("session/ping", {}, ANSWER_MS_MAX).catch(() => {
      const silent_ms = this.#clock.now() - this.#socket.heardAt;
      if (silent_ms >= ANSWER_MS_MAX) this.#socket.close();
    });
  }

  #schedule(): void {
    const due = this.#socket.heardAt + QUIET_MS_MAX - this.#clock.now();
    this.#timer = this.#clock.setTimeout(() => void this.#beat(), Math.max(due, 0));
  }

  async #beat(): Promise<void> {
    if (this.#clock.now() - this.#socket.heardAt >= QUIET_MS_MAX) await this.check();
    if (this.#socket.open) this.#schedule();
  }
}

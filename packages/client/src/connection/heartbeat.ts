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
    const { heardAt } = this.#socket;
    await this.#socket.call("session/ping", {}, ANSWER_MS_MAX).catch(() => {
      if (this.#socket.heardAt === heardAt) this.#socket.close();
    });
  }

  #schedule(): void {
    this.#timer = this.#clock.setTimeout(
      () => void this.#beat(),
      Math.max(QUIET_MS_MAX - this.#quiet_ms(), 0),
    );
  }

  async #beat(): Promise<void> {
    if (this.#quiet_ms() >= QUIET_MS_MAX) await this.check();
    if (this.#socket.open) this.#schedule();
  }

  /** A wall clock that was set back meanwhile does not know (D16): then it was long. */
  #quiet_ms(): number {
    const quiet_ms = this.#clock.now() - this.#socket.heardAt;
    return quiet_ms < 0 ? QUIET_MS_MAX : quiet_ms;
  }
}

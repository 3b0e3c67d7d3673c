import type { LaggingEvent } from "@feiliao/protocol";
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../platform/clock.ts";
import type { Receiver } from "./receiver.ts";
import type { Receivers } from "./receivers.ts";

/** A round over all sockets takes this long, so that they do not all pull at once. */
const SPREAD_MS = 500;
/** Many sockets take longer: the node and the store must be able to answer them. */
const PULLS_PER_S_MAX = 20_000;
const STEP_MS = 25;

const FRAME = JSON.stringify({ event: "lagging" } satisfies LaggingEvent);

/**
 * When the doorbell was lost, tells every socket of this node to pull (D9). Every gap is followed by one whole
 * round: one that is noticed during a round begins the next when that has ended, so that those who were told
 * already are told again, and the last ones are always reached.
 */
export class GapRecovery {
  readonly #receivers: Receivers;
  readonly #clock: Clock;
  readonly #unsubscribe: () => void;
  #phase: "resting" | "telling" | "telling_and_again" = "resting";
  #timer: unknown;

  constructor(bus: Bus, receivers: Receivers, clock: Clock) {
    this.#receivers = receivers;
    this.#clock = clock;
    this.#unsubscribe = bus.onGap(() => this.recover());
  }

  close(): void {
    this.#unsubscribe();
    this.#clock.clearTimeout(this.#timer);
  }

  /** Something was missed: tells every socket, from now on or once more. */
  recover(): void {
    if (this.#phase === "resting") this.#begin();
    else this.#phase = "telling_and_again";
  }

  #begin(): void {
    this.#phase = "telling";
    const round = [...this.#receivers.all()];
    const round_ms = Math.max(SPREAD_MS, (round.length / PULLS_PER_S_MAX) * 1_000);
    this.#tell(round, 0, Math.ceil((round.length * STEP_MS) / round_ms));
  }

  #tell(round: readonly Receiver[], from: number, per_step: number): void {
    const next = from + per_step;
    for (const receiver of round.slice(from, next)) receiver.push(FRAME);
    if (next < round.length) {
      this.#timer = this.#clock.setTimeout(() => this.#tell(round, next, per_step), STEP_MS);
    } else if (this.#phase === "telling_and_again") {
      this.#timer = this.#clock.setTimeout(() => this.#begin(), STEP_MS);
    } else this.#phase = "resting";
  }
}

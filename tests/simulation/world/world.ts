import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { Chance } from "@feiliao/testkit/chance";
import type { Trace } from "./trace.ts";
import { Turns } from "./turns.ts";

/** Time, order and chance of one simulation: everything in it follows from the seed. */
export class World {
  readonly seed: number;
  readonly clock = new VirtualClock();
  readonly turns = new Turns();
  readonly trace: Trace;
  readonly #began_at = this.clock.now();

  constructor(seed: number, trace: Trace) {
    this.seed = seed;
    this.trace = trace;
  }

  /** Milliseconds since the beginning. */
  get now_ms(): number {
    return this.clock.now() - this.#began_at;
  }

  chance(purpose: string): Chance {
    return new Chance(this.seed, purpose);
  }

  note(who: string, what: string): void {
    this.trace.add(this.now_ms, who, what);
  }

  after(delay_ms: number, action: () => void): void {
    this.clock.setTimeout(action, delay_ms);
  }

  /** Lets time pass, and everything happen that is due in it. */
  pass(duration_ms: number): void {
    const end = this.clock.now() + duration_ms;
    this.turns.settle();
    while (this.clock.step(end)) this.turns.settle();
    this.clock.advance(end - this.clock.now());
  }

  /** Lets time pass until a promise has settled. @throws what it rejects with, or when it takes longer */
  complete<T>(promise: Promise<T>, what: string, limit_ms = 60_000): T {
    const outcome = observe(promise);
    const end = this.clock.now() + limit_ms;
    this.turns.settle();
    while (outcome.state === "pending" && this.clock.step(end)) this.turns.settle();
    if (outcome.state === "pending") throw new Error(`${what} did not come to an end in ${limit_ms} ms`);
    if (outcome.state === "rejected") throw outcome.reason;
    return outcome.value;
  }
}

type Observed<T> =
  | { state: "pending" }
  | { state: "fulfilled"; value: T }
  | { state: "rejected"; reason: unknown };

function observe<T>(promise: Promise<T>): Observed<T> {
  const holder: { state: Observed<T>["state"]; value?: T; reason?: unknown } = { state: "pending" };
  promise.then(
    (value) => Object.assign(holder, { state: "fulfilled", value }),
    (reason) => Object.assign(holder, { state: "rejected", reason }),
  );
  return holder as Observed<T>;
}

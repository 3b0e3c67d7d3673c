import { drainMicrotasks } from "bun:jsc";

type Action = () => void;

/**
 * The turns of the event loop, in the hands of the simulation: what asks for the end of this turn
 * (`setImmediate`) waits here, and nothing can ask the real clock or the real dice.
 */
export class Turns {
  readonly #waiting: Action[] = [];
  /** Runs before each turn: the moment between two turns is where a process can die. */
  beforeEach: Action = () => {};

  /** Runs everything that needs no time: all promise reactions and all turns that were asked for. */
  settle(): void {
    drainMicrotasks();
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.beforeEach();
      next();
      drainMicrotasks();
    }
  }

  /** Runs `action` with these turns in place of the real ones. */
  during<T>(action: () => T): T {
    const real = { setImmediate, setTimeout, setInterval, now: Date.now, random: Math.random };
    const forbidden = (name: string) => () => {
      throw new Error(`${name} is not part of the simulation: it must come through platform/`);
    };
    Object.assign(globalThis, {
      setImmediate: (turn: Action) => void this.#waiting.push(turn),
      setTimeout: forbidden("setTimeout"),
      setInterval: forbidden("setInterval"),
    });
    Date.now = forbidden("Date.now");
    Math.random = forbidden("Math.random");
    try {
      return action();
    } finally {
      const { now, random, ...timers } = real;
      Object.assign(globalThis, timers);
      Date.now = now;
      Math.random = random;
    }
  }
}

import type { Clock, Random } from "./clock.ts";

/** The peer refuses the login: dialling again soon would only make it worse. */
export class LoginDenied extends Error {
  override readonly name = "LoginDenied";
  /** As the peer said it: "smpp:0x0000000e". */
  readonly code: string;

  constructor(code: string) {
    super(`the login was denied: ${code}`);
    this.code = code;
  }
}

export interface DialRule {
  /** The first wait; it doubles with every failure up to `longest_ms`, and half of it is random. */
  first_ms: number;
  longest_ms: number;
  /** A line that lasted this long counts as a success. */
  steady_ms: number;
  /** The wait after a denied login. */
  denied_ms: number;
}

export const DIAL_RULE: DialRule = {
  first_ms: 500,
  longest_ms: 60_000,
  steady_ms: 10_000,
  denied_ms: 300_000,
};

/** A connection that is logged in. */
export interface Line {
  readonly closed: Promise<unknown>;
  drain(): Promise<void>;
}

export type DialState<L extends Line> =
  | { phase: "connecting" }
  | { phase: "up"; line: L }
  | { phase: "denied"; code: string }
  | { phase: "down" }
  | { phase: "closed" };

export interface DialOptions<L extends Line> {
  /** Connects and logs in, unless told to stop. @throws LoginDenied, or anything else for a line that did not come to be */
  open(stop: AbortSignal): Promise<L>;
  clock: Clock;
  random: Random;
  rule?: Partial<DialRule>;
  onState(state: DialState<L>): void;
}

/** Keeps a line open: dials, waits until it breaks, waits a while and dials again, until it is closed. */
export class Dialling<L extends Line> {
  readonly #options: DialOptions<L>;
  readonly #rule: DialRule;
  #state: DialState<L> = { phase: "connecting" };
  #failures = 0;
  #timer: unknown = null;
  readonly #stop = new AbortController();
  #dialled: Promise<void>;

  constructor(options: DialOptions<L>) {
    this.#options = options;
    this.#rule = { ...DIAL_RULE, ...options.rule };
    this.#dialled = this.#dial();
  }

  get state(): DialState<L> {
    return this.#state;
  }

  /** Drains the line and dials no more. */
  async close(): Promise<void> {
    const state = this.#state;
    this.#options.clock.clearTimeout(this.#timer);
    if (state.phase !== "closed") this.#become({ phase: "closed" });
    this.#stop.abort();
    if (state.phase === "up") await state.line.drain();
    await this.#dialled;
  }

  async #dial(): Promise<void> {
    try {
      const line = await this.#options.open(this.#stop.signal);
      if (this.#isClosed()) return await line.drain();
      const up_at_ms = this.#options.clock.now();
      this.#become({ phase: "up", line });
      await line.closed;
      if (this.#options.clock.now() - up_at_ms >= this.#rule.steady_ms) this.#failures = 0;
      this.#redial({ phase: "down" }, this.#backoff());
    } catch (failure) {
      if (failure instanceof LoginDenied) {
        this.#redial({ phase: "denied", code: failure.code }, this.#rule.denied_ms);
      } else this.#redial({ phase: "down" }, this.#backoff());
    }
  }

  #redial(state: DialState<L>, delay_ms: number): void {
    if (this.#isClosed()) return;
    this.#become(state);
    this.#timer = this.#options.clock.setTimeout(() => {
      if (state.phase === "down") this.#become({ phase: "connecting" });
      this.#dialled = this.#dial();
    }, delay_ms);
  }

  /** Half of it random, so that those who lost the same peer do not all come back at once. */
  #backoff(): number {
    const whole_ms = Math.min(this.#rule.first_ms * 2 ** this.#failures++, this.#rule.longest_ms);
    return whole_ms / 2 + (whole_ms / 2) * (this.#options.random.bytes(1)[0]! / 256);
  }

  #isClosed(): boolean {
    return this.#state.phase === "closed";
  }

  #become(state: DialState<L>): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

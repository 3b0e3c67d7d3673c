import type { Clock, Random } from "./clock.ts";
import type { CloseReason } from "./session.ts";

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
  readonly isOpen: boolean;
  readonly closed: Promise<CloseReason>;
  drain(): Promise<void>;
}

export type DialState<L extends Line> =
  | { phase: "connecting" }
  | { phase: "up"; line: L }
  /** The line was put down because nobody needed it; it is dialled again when it is called for. */
  | { phase: "resting" }
  | { phase: "denied"; code: string }
  /** Until it is dialled again. `why` is the socket's error, or how the line ended. */
  | { phase: "down"; why: string }
  | { phase: "closed" };

export interface DialOptions<L extends Line> {
  /** Connects and logs in, unless told to stop. @throws LoginDenied, or anything else for a line that did not come to be */
  open(stop: AbortSignal): Promise<L>;
  clock: Clock;
  random: Random;
  rule?: Partial<DialRule>;
  /** Whether a line that was put down properly rests, as SGIP wants it, instead of being dialled again at once. */
  rests?: boolean;
  onState(state: DialState<L>): void;
}

/** The ways in which a line ends that nothing went wrong with. */
const PUT_DOWN: ReadonlySet<CloseReason> = new Set(["drained", "peer_unbound"]);

/** How many may wait for a line to be dialled. */
const CALLERS_MAX = 1000;

/** Keeps a line open: dials, waits until it breaks, waits a while and dials again, until it is closed. */
export class Dialling<L extends Line> {
  readonly #options: DialOptions<L>;
  readonly #rule: DialRule;
  #state: DialState<L> = { phase: "connecting" };
  #failures = 0;
  #timer: unknown = null;
  readonly #stop = new AbortController();
  #dialled: Promise<void>;
  /** Those who wait for a change of state. */
  #callers: (() => void)[] = [];
  #is_woken = false;

  constructor(options: DialOptions<L>) {
    this.#options = options;
    this.#rule = { ...DIAL_RULE, ...options.rule };
    this.#dialled = this.#dial();
  }

  get state(): DialState<L> {
    return this.#state;
  }

  /** The line, after it was dialled for when it rested; null when there is none, or too many wait for it. */
  async call(): Promise<L | null> {
    while (this.#isOnItsWay()) {
      if (this.#callers.length >= CALLERS_MAX) return null;
      if (this.#state.phase === "resting" && !this.#is_woken) {
        this.#is_woken = true;
        this.#dialled = this.#dial();
      }
      await new Promise<void>((resolve) => this.#callers.push(resolve));
    }
    return this.#state.phase === "up" ? this.#state.line : null;
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
      const reason = await line.closed;
      if (this.#options.clock.now() - up_at_ms >= this.#rule.steady_ms) this.#failures = 0;
      if (this.#options.rests && !this.#isClosed() && PUT_DOWN.has(reason))
        this.#become({ phase: "resting" });
      else this.#redial({ phase: "down", why: reason }, this.#backoff());
    } catch (failure) {
      if (failure instanceof LoginDenied) {
        this.#redial({ phase: "denied", code: failure.code }, this.#rule.denied_ms);
      } else this.#redial({ phase: "down", why: messageOf(failure) }, this.#backoff());
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

  /** Whether it rests, or is being put down in order to rest. */
  #isOnItsWay(): boolean {
    const state = this.#state;
    return state.phase === "resting" || (state.phase === "up" && !!this.#options.rests && !state.line.isOpen);
  }

  #isClosed(): boolean {
    return this.#state.phase === "closed";
  }

  #become(state: DialState<L>): void {
    this.#state = state;
    this.#is_woken = false;
    this.#options.onState(state);
    for (const go_on of this.#callers.splice(0)) go_on();
  }
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

import type { Clock } from "./clock.ts";

/** What happens on a line on which nothing is heard. */
export type IdleRule =
  /** The peer is asked whether it is there; after `misses_max` questions without any sign of life the line is dead. */
  | { kind: "heartbeat"; after_ms: number; answer_ms: number; misses_max: number }
  /** The line is given up, as SGIP wants it. */
  | { kind: "unbind"; after_ms: number };

interface IdleActions {
  ask(): void;
  unbind(): void;
  giveUp(): void;
}

/** Watches for silence. Whatever is heard counts as a sign of life; one timer runs, and hearing something is cheap. */
export class IdleWatch {
  readonly #clock: Clock;
  readonly #rule: IdleRule;
  readonly #actions: IdleActions;
  #heard_at_ms: number;
  /** Questions asked since something was heard. */
  #asked = 0;
  #timer: unknown;

  constructor(clock: Clock, rule: IdleRule, actions: IdleActions) {
    this.#clock = clock;
    this.#rule = rule;
    this.#actions = actions;
    this.#heard_at_ms = clock.now();
    this.#timer = clock.setTimeout(this.#look, rule.after_ms);
  }

  heard(): void {
    this.#heard_at_ms = this.#clock.now();
    this.#asked = 0;
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  readonly #look = () => {
    const rule = this.#rule;
    const left_ms = this.#heard_at_ms + rule.after_ms - this.#clock.now();
    if (left_ms > 0) this.#lookIn(left_ms);
    else if (rule.kind === "unbind") this.#actions.unbind();
    else if (this.#asked === rule.misses_max) this.#actions.giveUp();
    else {
      this.#asked++;
      this.#actions.ask();
      this.#lookIn(rule.answer_ms);
    }
  };

  #lookIn(delay_ms: number): void {
    this.#timer = this.#clock.setTimeout(this.#look, delay_ms);
  }
}

import { type Clock, repeat } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";

const LOOK_EVERY_MS = 1_000;
/** Looks that an answer may be waited for before somebody asks why. */
const PATIENCE_LOOKS = 2;
/** Looks in a row at which answers were missing: one alone may have come between an answer and its arrival. */
const MISSING_LOOKS = 2;

interface Parts {
  clock: Clock;
  logger: Logger;
  /** How many connections there are at most: what waits beyond them has no session yet. */
  connections_max: number;
  /** By another connection, how many sessions of these are at work; null: nobody answers there. */
  sessionsAtWork(): Promise<number | null>;
  /** Answers that are waited for will never come. */
  onSilence(): void;
}

/** A session that owes answers, and the look before which it gave the last one. */
interface Waiting {
  answers: number;
  heard_at: number;
}

/**
 * Tells an answer that takes its time from one that was lost. A connection whose other end is gone without a
 * word (power, a forgotten firewall entry) looks like one that waits for a lock or a standby, for a quarter of an
 * hour and longer; but then the database has no session that is at work for it.
 */
export class SilenceWatch {
  readonly #parts: Parts;
  readonly #stop: () => void;
  readonly #waiting = new Map<object, Waiting>();
  #look = 0;
  #missing = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stop = repeat(parts.clock, parts.logger, LOOK_EVERY_MS, () => this.#check());
  }

  /** Watches over an answer until it is there. `session`: the same for statements that one session answers. */
  async over<T>(session: object, answer: Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(session) ?? { answers: 0, heard_at: this.#look };
    this.#waiting.set(session, waiting);
    waiting.answers++;
    try {
      return await answer;
    } finally {
      waiting.heard_at = this.#look;
      if (--waiting.answers === 0) this.#waiting.delete(session);
    }
  }

  close(): void {
    this.#stop();
  }

  async #check(): Promise<void> {
    this.#look++;
    if (this.#silent() === 0) {
      this.#missing = 0;
      return;
    }
    const at_work = await this.#parts.sessionsAtWork();
    // Counted after the question was answered: an answer that was on its way has arrived by now.
    const isMissing = at_work === null || at_work < Math.min(this.#silent(), this.#parts.connections_max);
    this.#missing = isMissing ? this.#missing + 1 : 0;
    if (at_work !== null && this.#missing < MISSING_LOOKS) return;
    this.#missing = 0;
    this.#parts.onSilence();
  }

  #silent(): number {
    let silent = 0;
    for (const { heard_at } of this.#waiting.values()) if (this.#look - heard_at > PATIENCE_LOOKS) silent++;
    return silent;
  }
}

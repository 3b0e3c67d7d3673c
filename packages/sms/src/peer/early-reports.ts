import type { Clock } from "../session/clock.ts";
import { AcceptedIds } from "./accepted-ids.ts";
import type { SubmitOutcome } from "./outcome.ts";
import type { Report } from "./report.ts";

const ACCEPTED_IDS_MAX = 20_000;

interface Held {
  report: Report;
  release(): void;
}

/**
 * Puts reports after the answers they belong to. Some carriers send the report first: one whose id is not known yet
 * waits while submits are unanswered, for at most `hold_ms`, because a carrier may wait for its own answer too.
 */
export class EarlyReports {
  readonly #clock: Clock;
  readonly #hold_ms: number;
  readonly #ids = new AcceptedIds(ACCEPTED_IDS_MAX);
  readonly #held = new Set<Held>();
  #unanswered = 0;

  constructor(clock: Clock, hold_ms: number) {
    this.#clock = clock;
    this.#hold_ms = hold_ms;
  }

  submitting(): void {
    this.#unanswered++;
  }

  settled(outcome: SubmitOutcome): void {
    this.#unanswered--;
    if (outcome.outcome === "accepted") this.#ids.remember(outcome.message_id);
    if (this.#held.size > 0) {
      for (const held of this.#held) if (this.#isReady(held.report)) held.release();
    }
  }

  /** The report with the id of its answer, once that is known or no longer worth waiting for. */
  async inOrder(report: Report): Promise<Report> {
    if (!this.#isReady(report)) await this.#hold(report);
    return { ...report, message_id: this.#ids.find(report.message_id) ?? report.message_id };
  }

  #isReady(report: Report): boolean {
    return this.#unanswered === 0 || this.#ids.find(report.message_id) !== undefined;
  }

  #hold(report: Report): Promise<void> {
    return new Promise((resolve) => {
      const release = () => {
        this.#held.delete(held);
        this.#clock.clearTimeout(timer);
        // Whoever submitted hears of the answer first.
        queueMicrotask(resolve);
      };
      const held = { report, release };
      const timer = this.#clock.setTimeout(release, this.#hold_ms);
      this.#held.add(held);
    });
  }
}

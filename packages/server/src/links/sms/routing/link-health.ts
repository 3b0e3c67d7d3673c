import type { DeliveryReport, SmsOutcome, SmsRefusal } from "../sms-link.ts";
import { SlidingWindow } from "./sliding-window.ts";

/** What a link has done lately, in a window that slides with time. */
export interface LinkHealth {
  window_ms: number;
  /** SMS by what came of handing them over. */
  accepted: number;
  unknown: number;
  refused: Readonly<Partial<Record<SmsRefusal, number>>>;
  /** Parts by what the carrier reported in the end, of those that this node handed over; repetitions do not count. */
  delivered: number;
  failed: number;
  /** From handing over to the carrier's answer, in milliseconds; null without any answer. */
  answer_p50_ms: number | null;
  answer_p95_ms: number | null;
  /** From the carrier's answer to its report of delivery. */
  delivery_p50_ms: number | null;
  delivery_p95_ms: number | null;
  /** SMS that wait for the carrier's answer now. */
  outstanding: number;
  outstanding_max: number;
}

const WINDOW_MS = 10 * 60_000;
/** Accepted parts whose report is waited for, to tell how long delivery takes. */
const AWAITED_MAX = 10_000;

/** Watches what passes over one link. */
export class HealthWatch {
  readonly #window = new SlidingWindow(WINDOW_MS);
  /** When the carrier took a part, by its id and number. */
  readonly #accepted_at = new Map<string, number>();

  answered(to: string, outcome: SmsOutcome, took_ms: number, now: number): void {
    if (outcome.outcome === "refused") {
      this.#window.count(`refused ${outcome.refusal}`, now);
      this.#window.duration("answer", took_ms, now);
      return;
    }
    this.#window.count(outcome.outcome, now);
    if (outcome.outcome === "accepted") this.#window.duration("answer", took_ms, now);
    for (const id of outcome.carrier_message_ids) this.#accepted_at.set(`${id} ${to}`, now);
    for (const key of this.#accepted_at.keys()) {
      if (this.#accepted_at.size <= AWAITED_MAX) break;
      this.#accepted_at.delete(key);
    }
  }

  reported({ carrier_message_id, to, state }: DeliveryReport, now: number): void {
    const key = `${carrier_message_id} ${to}`;
    const accepted_at = this.#accepted_at.get(key);
    if (state === "buffered" || state === "unknown" || accepted_at === undefined) return;
    this.#accepted_at.delete(key);
    this.#window.count(state === "delivered" ? "delivered" : "failed", now);
    if (state === "delivered") this.#window.duration("delivery", Math.max(0, now - accepted_at), now);
  }

  health(outstanding: number, outstanding_max: number, now: number): LinkHealth {
    const counts = this.#window.counts(now);
    const of = (name: string) => counts.get(name) ?? 0;
    const refused = [...counts]
      .filter(([name]) => name.startsWith("refused "))
      .map(([name, count]) => [name.slice("refused ".length), count]);
    const quantile = (name: string, share: number) => this.#window.quantile(name, share, now);
    return {
      window_ms: WINDOW_MS,
      accepted: of("accepted"),
      unknown: of("unknown"),
      refused: Object.fromEntries(refused),
      delivered: of("delivered"),
      failed: of("failed"),
      answer_p50_ms: quantile("answer", 0.5),
      answer_p95_ms: quantile("answer", 0.95),
      delivery_p50_ms: quantile("delivery", 0.5),
      delivery_p95_ms: quantile("delivery", 0.95),
      outstanding,
      outstanding_max,
    };
  }
}

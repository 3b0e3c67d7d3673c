import type { Clock } from "../../../platform/clock.ts";
import type { LinkTerms } from "../link-pool.ts";
import { afterOutcome, type Breaker, CLOSED, isLinkFailure, letsPass, passing } from "../routing/breaker.ts";
import { HealthWatch, type LinkHealth } from "../routing/link-health.ts";
import { Throughput } from "../routing/throughput.ts";
import type { DeliveryReport, Sms, SmsLink, SmsLinkState, SmsOutcome } from "../sms-link.ts";

/** Throughput comes back by the part; who waits for it is woken this often at most. */
const WAKE_INTERVAL_MS = 50;

interface Parts {
  terms: LinkTerms;
  link: SmsLink;
  clock: Clock;
  /** It can take SMS again, after `capacity` was 0. */
  ready(): void;
}

/** A link that is open on this node, with what decides how much is handed to it. */
export class HeldLink {
  readonly #parts: Parts;
  readonly #throughput: Throughput;
  readonly #health = new HealthWatch();
  readonly #stop: () => void;
  #breaker: Breaker = CLOSED;
  #outstanding = 0;
  #waited_for = false;
  #timer: unknown;

  constructor(parts: Parts) {
    const { terms, link, clock } = parts;
    this.#parts = parts;
    this.#throughput = new Throughput(terms.throughput_per_s, clock.now());
    this.#stop = link.onState(() => this.#wake());
  }

  get state(): SmsLinkState {
    return this.#parts.link.state;
  }

  get breaker(): Breaker["state"] {
    return this.#breaker.state;
  }

  /** Whether routing may count on it: up, and not left alone for its failures. */
  get available(): boolean {
    if (this.state !== "up") return false;
    return this.#breaker.state === "half_open" || letsPass(this.#breaker, this.#parts.clock.now());
  }

  /** How many SMS may be handed over now. */
  capacity(): number {
    const capacity = this.#room();
    if (capacity > 0) return capacity;
    this.#waited_for = true;
    this.#wake();
    return 0;
  }

  async send(sms: Sms, parts: number): Promise<SmsOutcome> {
    const { link, clock } = this.#parts;
    const begun_at = clock.now();
    const before = this.#breaker;
    this.#breaker = passing(before, begun_at);
    const trial = this.#breaker !== before;
    this.#throughput.take(parts, begun_at);
    this.#outstanding++;
    const outcome = await link.send(sms);
    const now = clock.now();
    this.#outstanding--;
    if (outcome.outcome === "refused" && outcome.refusal === "throttled") this.#throughput.throttled(now);
    this.#breaker = afterOutcome(this.#breaker, { failed: isLinkFailure(outcome), trial }, now);
    this.#health.answered(sms.to, outcome, now - begun_at, now);
    this.#wake();
    return outcome;
  }

  reported(report: DeliveryReport): void {
    this.#health.reported(report, this.#parts.clock.now());
  }

  health(): LinkHealth {
    const { terms, clock } = this.#parts;
    return this.#health.health(this.#outstanding, terms.outstanding_max, clock.now());
  }

  /** Nothing is sent over it any more; the link itself stays open. */
  letGo(): void {
    this.#stop();
    this.#parts.clock.clearTimeout(this.#timer);
    this.#waited_for = false;
  }

  async close(): Promise<void> {
    this.letGo();
    await this.#parts.link.close();
  }

  #room(): number {
    const now = this.#parts.clock.now();
    if (this.state !== "up" || !letsPass(this.#breaker, now)) return 0;
    const trial_only = this.#breaker.state === "open" ? 1 : Number.POSITIVE_INFINITY;
    const window = this.#parts.terms.outstanding_max - this.#outstanding;
    return Math.max(0, Math.min(window, trial_only, this.#throughput.available(now)));
  }

  /** Tells who waits that there is room, now or when time brings it; what only an outcome brings comes back here. */
  #wake(): void {
    if (!this.#waited_for) return;
    const { clock, ready } = this.#parts;
    clock.clearTimeout(this.#timer);
    if (this.#room() > 0) {
      this.#waited_for = false;
      ready();
      return;
    }
    const now = clock.now();
    const pause_ms = this.#breaker.state === "open" ? this.#breaker.until - now : 0;
    const wait_ms = Math.max(pause_ms, this.#throughput.wait_ms(now));
    const only_time = this.state === "up" && this.#breaker.state !== "half_open" && wait_ms > 0;
    if (only_time) this.#timer = clock.setTimeout(() => this.#wake(), Math.max(wait_ms, WAKE_INTERVAL_MS));
  }
}

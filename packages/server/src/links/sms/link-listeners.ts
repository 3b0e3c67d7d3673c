import type {
  DeliveryReport,
  IncomingListener,
  IncomingSms,
  ReportListener,
  SmsLinkState,
} from "./sms-link.ts";

/** Who listens to a link, and its state. What the port says about listeners holds for every link that uses this. */
export class LinkListeners {
  readonly #states = new Set<(state: SmsLinkState) => void>();
  readonly #reports = new Set<ReportListener>();
  #incoming: IncomingListener | null = null;
  #state: SmsLinkState;

  constructor(state: SmsLinkState) {
    this.#state = state;
  }

  get state(): SmsLinkState {
    return this.#state;
  }

  /** Nothing follows `closed`. */
  become(state: SmsLinkState): void {
    if (this.#state === state || this.#state === "closed") return;
    this.#state = state;
    for (const listener of this.#states) listener(state);
    if (state !== "closed") return;
    this.#states.clear();
    this.#reports.clear();
    this.#incoming = null;
  }

  onState(listener: (state: SmsLinkState) => void): () => void {
    this.#states.add(listener);
    return () => this.#states.delete(listener);
  }

  onReport(listener: ReportListener): () => void {
    this.#reports.add(listener);
    return () => this.#reports.delete(listener);
  }

  onIncoming(listener: IncomingListener): () => void {
    this.#incoming = listener;
    return () => {
      if (this.#incoming === listener) this.#incoming = null;
    };
  }

  /** Rejects when a listener does: the carrier shall say it again. */
  async report(report: DeliveryReport): Promise<void> {
    await Promise.all([...this.#reports].map((listener) => listener(report)));
  }

  /** Rejects when the listener does, or nobody listens: the carrier shall keep the SMS. */
  async incoming(sms: IncomingSms): Promise<void> {
    if (!this.#incoming) throw new Error("nobody listens for incoming SMS");
    await this.#incoming(sms);
  }
}

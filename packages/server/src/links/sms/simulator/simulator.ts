import type { Clock } from "../../../platform/clock.ts";
import type {
  DeliveryReport,
  IncomingListener,
  ReportListener,
  Sms,
  SmsCapabilities,
  SmsLink,
  SmsLinkState,
  SmsOutcome,
  SmsRefusal,
} from "../sms-link.ts";
import { HANDSET_NUMBER, type Handset, type HandsetChange, type HandsetMessage } from "./handset.ts";
import {
  asHandsetMessage,
  type HandsetLimits,
  HandsetStore,
  type Parcel,
  type StoredMessage,
  type TravellingSms,
} from "./handset-store.ts";
import { faultOf, LATE_BY_MS } from "./magic-numbers.ts";
import { watchNeighbours } from "./neighbours.ts";

/** The sender the handsets see. Services of mainland China send from numbers that begin with 106. */
export const SERVICE_NUMBER = "10690013800";

export interface SimulatorOptions {
  /** The SQLite file of the handsets, which nodes on one machine may share, or ":memory:". */
  path: string;
  clock: Clock;
  /** Stands in 【】 in front of every SMS, as carriers of mainland China demand. */
  signature?: string;
  limits?: Partial<SimulatorLimits>;
}

export interface SimulatorLimits extends HandsetLimits {
  /** SMS that are on their way or wait for their report; further ones are refused as throttled. */
  in_transit_max: number;
}

const LIMITS: SimulatorLimits = { handsets_max: 1_000, messages_per_handset_max: 100, in_transit_max: 1_000 };
const REPORT_AFTER_MS = 200;

const refusedAs = (refusal: SmsRefusal): SmsOutcome => ({
  outcome: "refused",
  refusal,
  code: `box:${refusal}`,
});

/**
 * A carrier in a box: its handsets exist only here, so sign-up works without a contract. An SMS is on its
 * handset before `send` resolves and is reported shortly after; {@link MAGIC_NUMBERS} go wrong on purpose.
 * What is under way when the process ends goes on when it starts again.
 */
export class Simulator implements SmsLink {
  readonly id = "simulator";
  readonly capabilities: SmsCapabilities;
  readonly clock: Clock;
  readonly #store: HandsetStore;
  readonly #signature: string;
  readonly #in_transit_max: number;
  readonly #timers = new Set<unknown>();
  readonly #reportListeners = new Set<ReportListener>();
  readonly #changeListeners = new Set<(change: HandsetChange) => void>();
  #incomingListener: IncomingListener | null = null;
  #stopWatching: (() => void) | null = null;
  #sent = 0;
  #closed = false;

  constructor({ path, clock, signature = "飞聊", limits = {} }: SimulatorOptions) {
    const { in_transit_max, ...handsetLimits } = { ...LIMITS, ...limits };
    this.clock = clock;
    this.#signature = signature;
    this.capabilities = {
      number: SERVICE_NUMBER,
      extension_digits_max: 6,
      free_text: true,
      gsm7: false,
      signature,
      reports: true,
      incoming: true,
    };
    this.#in_transit_max = in_transit_max;
    this.#store = new HandsetStore(path, handsetLimits);
    for (const sms of this.#store.travelling()) this.#arriveLater(sms);
    for (const message of this.#store.unreported()) this.#reportLater(message);
  }

  get state(): SmsLinkState {
    return this.#closed ? "closed" : "up";
  }

  /** It is up from the beginning to its end, of which whoever closes it knows. */
  onState(): () => void {
    return () => {};
  }

  async send({ to, extension, text }: Sms): Promise<SmsOutcome> {
    const fault = faultOf(to);
    if (this.#closed) return refusedAs("closed");
    if (!HANDSET_NUMBER.test(to)) return refusedAs("number_unknown");
    if (fault === "refused") return refusedAs("blocked");
    if (this.#timers.size >= this.#in_transit_max) return refusedAs("throttled");
    const carrier_message_id = `${this.clock.now()}-${++this.#sent}`;
    const parcel = {
      number: to,
      carrier_message_id,
      sender: SERVICE_NUMBER + extension,
      text: `【${this.#signature}】${text}`,
    };
    if (fault === "late") {
      this.#arriveLater(this.#store.depart({ ...parcel, arrives_at: this.clock.now() + LATE_BY_MS }));
    } else if (fault !== "never_arrives") {
      this.#arrive(parcel);
      if (fault === "duplicate") this.#arrive(parcel);
    }
    const carrier_message_ids = fault === "unanswered" ? [] : [carrier_message_id];
    return { outcome: fault === "unanswered" ? "unknown" : "accepted", carrier_message_ids };
  }

  onReport(listener: ReportListener): () => void {
    this.#reportListeners.add(listener);
    return () => this.#reportListeners.delete(listener);
  }

  onIncoming(listener: IncomingListener): () => void {
    this.#incomingListener = listener;
    return () => {
      if (this.#incomingListener === listener) this.#incomingListener = null;
    };
  }

  /** The handset writes to the service. Resolves when the server has taken it, or has not. */
  async reply(number: string, text: string, to: string = SERVICE_NUMBER): Promise<HandsetMessage> {
    const at = this.clock.now();
    const carrier_message_id = `${at}-${++this.#sent}`;
    const written = this.#store.add({
      number,
      carrier_message_id,
      sender: number,
      text,
      at,
      state: "sending",
    });
    this.#announce(written);
    const taken = await this.#handOver({ carrier_message_id, from: number, to, text, at, incomplete: false });
    return this.#setState(written, taken ? "sent" : "failed");
  }

  handsets(): Handset[] {
    return this.#store.handsets();
  }

  messages(number: string): HandsetMessage[] {
    return this.#store.messages(number);
  }

  /** Calls the listener whenever something changes on any handset. Returns how to stop. */
  onChange(listener: (change: HandsetChange) => void): () => void {
    this.#changeListeners.add(listener);
    this.#stopWatching ??= watchNeighbours(this.#store, this.clock, (message) => this.#announce(message));
    return () => {
      this.#changeListeners.delete(listener);
      if (this.#changeListeners.size === 0) this.#rest();
    };
  }

  /** How many listen for changes. */
  get watchers(): number {
    return this.#changeListeners.size;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#timers) this.clock.clearTimeout(timer);
    this.#timers.clear();
    this.#rest();
    this.#reportListeners.clear();
    this.#changeListeners.clear();
    this.#incomingListener = null;
    this.#store.close();
  }

  #rest(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
  }

  #arrive(parcel: Parcel): void {
    this.#arrived(this.#store.add({ ...parcel, at: this.clock.now(), state: "arrived" }));
  }

  #arriveLater(sms: TravellingSms): void {
    this.#after(sms.arrives_at - this.clock.now(), () => {
      const arrived = this.#store.arrive(sms, this.clock.now());
      if (arrived) this.#arrived(arrived);
    });
  }

  #arrived(message: StoredMessage): void {
    this.#announce(message);
    this.#reportLater(message);
  }

  #reportLater(message: StoredMessage): void {
    this.#after(REPORT_AFTER_MS, () => {
      this.#setState(message, "delivered");
      const { carrier_message_id, number } = message;
      const report: DeliveryReport = {
        carrier_message_id,
        to: number,
        state: "delivered",
        reason: null,
        code: "DELIVRD",
        at: this.clock.now(),
      };
      for (const listener of this.#reportListeners) void listener(report).catch(() => {});
    });
  }

  /** The listener logs its own failures; to the carrier they only mean "not taken". */
  async #handOver(incoming: Parameters<IncomingListener>[0]): Promise<boolean> {
    if (!this.#incomingListener) return false;
    return this.#incomingListener(incoming).then(
      () => true,
      () => false,
    );
  }

  #setState(message: StoredMessage, state: HandsetMessage["state"]): HandsetMessage {
    const moved = { ...message, state };
    if (!this.#closed) {
      this.#store.setState(message.id, state);
      this.#announce(moved);
    }
    return asHandsetMessage(moved);
  }

  #announce(message: StoredMessage): void {
    const change = { number: message.number, message: asHandsetMessage(message) };
    for (const listener of this.#changeListeners) listener(change);
  }

  #after(delay_ms: number, action: () => void): void {
    const timer = this.clock.setTimeout(
      () => {
        this.#timers.delete(timer);
        action();
      },
      Math.max(0, delay_ms),
    );
    this.#timers.add(timer);
  }
}

import { ReferenceNumbers, segment, sign } from "@feiliao/sms/text";
import type { Clock } from "../../../platform/clock.ts";
import { type Random, systemRandom } from "../../../platform/random.ts";
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
import { EXTENSION_DIGITS_MAX, SERVICE_NUMBER } from "./carriers/account.ts";
import { CARRIER_IDS } from "./carriers/carrier.ts";
import { Carriers, type CarriersLimits } from "./carriers/carriers.ts";
import type { Line, PartEnd, WrittenSms } from "./carriers/line.ts";
import { readPart } from "./carriers/part-body.ts";
import type { ChangeListener } from "./changes.ts";
import { HANDSET_NUMBER, type Handset, type HandsetMessage } from "./handset.ts";

export interface SimulatorOptions {
  /** The SQLite file of the handsets, which nodes on one machine may share, or ":memory:". */
  path: string;
  clock: Clock;
  random?: Random;
  /** Stands in 【】 in front of every SMS, as carriers of mainland China demand. */
  signature?: string;
  limits?: Partial<CarriersLimits>;
}

/**
 * The carriers in a box as one link, without a wire between: each SMS goes to the carrier that its handset belongs to.
 * What {@link Carriers} says holds; a listener that rejects a report hears it again.
 */
export class Simulator implements SmsLink {
  readonly id = "simulator";
  readonly capabilities: SmsCapabilities;
  readonly carriers: Carriers;
  readonly clock: Clock;
  readonly #references: ReferenceNumbers;
  readonly #signature: string;
  readonly #stateListeners = new Set<(state: SmsLinkState) => void>();
  readonly #reportListeners = new Set<ReportListener>();
  #incomingListener: IncomingListener | null = null;
  #closed = false;

  constructor({ path, clock, random = systemRandom, signature = "飞聊", limits = {} }: SimulatorOptions) {
    this.clock = clock;
    this.#signature = signature;
    this.#references = new ReferenceNumbers(random);
    this.capabilities = {
      number: SERVICE_NUMBER,
      extension_digits_max: EXTENSION_DIGITS_MAX,
      ...{ free_text: true, gsm7: true, signature, reports: true, incoming: true },
    };
    this.carriers = new Carriers({ path, clock, random, limits });
    const line: Line = {
      serves: (account) => account === "own" && !this.#closed,
      report: (_account, end) => this.#report(end),
      deliver: (_account, sms) => this.#deliver(sms),
    };
    for (const carrier of CARRIER_IDS) this.carriers.connect(carrier, line);
  }

  get state(): SmsLinkState {
    return this.#closed ? "closed" : "up";
  }

  async send({ to, extension, text, valid_ms }: Sms): Promise<SmsOutcome> {
    if (!HANDSET_NUMBER.test(to)) return refused("number_unknown");
    const sender = `${SERVICE_NUMBER}${extension}`;
    if (this.#closed) return refused("closed");
    const { carrier } = this.carriers.handset(to);
    const ref = this.#references.next(sender, to);
    const carrier_message_ids: string[] = [];
    let all_accepted = true;
    for (const part of segment(sign(this.#signature, text), { ref, gsm7: true })) {
      const outcome = await this.carriers.submit({
        ...{ carrier, account: "own", message_id: null, sender, number: to, report: true, valid_ms },
        ...readPart(part),
      });
      if (outcome.outcome === "refused" && part.part === 1) return outcome;
      if (outcome.outcome === "accepted") carrier_message_ids.push(outcome.message_id);
      else all_accepted = false;
    }
    return { outcome: all_accepted ? "accepted" : "unknown", carrier_message_ids };
  }

  /** An answered handset: writes to the number that it heard from last, or to the service's. */
  reply(number: string, text: string, to?: string): Promise<HandsetMessage> {
    return this.carriers.write(number, to ?? this.carriers.lastSender(number) ?? SERVICE_NUMBER, text);
  }

  handsets(): Handset[] {
    return this.carriers.handsets();
  }

  messages(number: string): HandsetMessage[] {
    return this.carriers.messages(number);
  }

  onChange(listener: ChangeListener): () => void {
    return this.carriers.onChange(listener);
  }

  /** It is up from the beginning to its end, of which whoever closes it knows. */
  onState(listener: (state: SmsLinkState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
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

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#stateListeners) listener("closed");
    this.#stateListeners.clear();
    this.#reportListeners.clear();
    this.#incomingListener = null;
    this.carriers.close();
  }

  async #report({ message_id, number, state, reason, code, at }: PartEnd): Promise<boolean> {
    const report: DeliveryReport = { carrier_message_id: message_id, to: number, state, reason, code, at };
    const heard = await Promise.allSettled([...this.#reportListeners].map((listener) => listener(report)));
    return heard.length > 0 && heard.every(({ status }) => status === "fulfilled");
  }

  async #deliver({ message_id, ...sms }: WrittenSms): Promise<boolean> {
    const incoming = { ...sms, carrier_message_id: message_id, incomplete: false };
    if (!this.#incomingListener) return false;
    return this.#incomingListener(incoming).then(
      () => true,
      () => false,
    );
  }
}

function refused(refusal: SmsRefusal): SmsOutcome {
  return { outcome: "refused", refusal, code: `simulator:${refusal}` };
}

import type { SmsReason } from "@feiliao/protocol";
import type { CarrierClient, Refusal, Report, SubmitOutcome } from "@feiliao/sms";
import { ReferenceNumbers, segment, sign, units } from "@feiliao/sms/text";
import type { Clock } from "../../../platform/clock.ts";
import type { Random } from "../../../platform/random.ts";
import type { PartialSmsStore } from "../../../store/partial-sms-store.ts";
import { toE164 } from "../e164.ts";
import { LinkListeners } from "../link-listeners.ts";
import type {
  IncomingListener,
  ReportListener,
  Sms,
  SmsCapabilities,
  SmsLink,
  SmsLinkState,
  SmsOutcome,
  SmsRefusal,
} from "../sms-link.ts";
import { LongSms } from "./long-sms.ts";

export interface WireLinkOptions {
  id: string;
  capabilities: SmsCapabilities;
  /** Dials already. */
  client: CarrierClient;
  /** Whether numbers without a country are of mainland China. */
  mainland: boolean;
  partialSms: PartialSmsStore;
  clock: Clock;
  random: Random;
}

/** 3GPP TS 23.040 §9.2.3.24.1: the number of parts is one octet. */
const PARTS_MAX = 255;

/** A carrier that is spoken to in SMPP, CMPP, SGIP or SMGP. */
export class WireLink implements SmsLink {
  readonly id: string;
  readonly capabilities: SmsCapabilities;
  readonly #client: CarrierClient;
  readonly #mainland: boolean;
  readonly #clock: Clock;
  readonly #references: ReferenceNumbers;
  readonly #listeners: LinkListeners;
  readonly #longSms: LongSms;

  constructor({ id, capabilities, client, mainland, partialSms, clock, random }: WireLinkOptions) {
    this.id = id;
    this.capabilities = capabilities;
    this.#client = client;
    this.#mainland = mainland;
    this.#clock = clock;
    this.#references = new ReferenceNumbers(random);
    this.#listeners = new LinkListeners(client.state);
    const incoming: IncomingListener = (sms) => this.#listeners.incoming(sms);
    this.#longSms = new LongSms({ mainland, partialSms, clock, random, incoming });
    client.onState((state) => this.#listeners.become(state));
    client.onReport((report) => this.#report(report));
    client.onIncoming((part) => this.#longSms.take(part));
  }

  get state(): SmsLinkState {
    return this.#listeners.state;
  }

  /**
   * The first part goes alone: what is refused for the handset, or for the route, is refused whole, and nothing of it
   * arrives. The others follow together.
   */
  async send({ to, extension, text, valid_ms }: Sms): Promise<SmsOutcome> {
    if (this.state === "closed") return { outcome: "refused", refusal: "closed", code: "local:closed" };
    const { number, signature, gsm7, reports } = this.capabilities;
    const handset = to.replace(/^\+/, "");
    const from = `${number ?? ""}${extension}`;
    const content = signature === null ? text : sign(signature, text);
    if (units(content, { gsm7 }) > PARTS_MAX) {
      return { outcome: "refused", refusal: "bad_request", code: "local:too_many_parts" };
    }
    const segments = segment(content, { gsm7, ref: this.#references.next(from, handset) });
    const submit = (each: (typeof segments)[number]) =>
      this.#client.submit({ from, to: handset, segment: each, report: reports, valid_ms });
    const [first, ...others] = segments;
    const outcome = await submit(first!);
    if (outcome.outcome === "refused") {
      return { outcome: "refused", refusal: refusalOf(outcome.refusal), code: outcome.code };
    }
    return outcomeOf([outcome, ...(await Promise.all(others.map(submit)))]);
  }

  onState(listener: (state: SmsLinkState) => void): () => void {
    return this.#listeners.onState(listener);
  }

  onReport(listener: ReportListener): () => void {
    return this.#listeners.onReport(listener);
  }

  onIncoming(listener: IncomingListener): () => void {
    return this.#listeners.onIncoming(listener);
  }

  /** What the carrier says while it drains is still heard. */
  async close(): Promise<void> {
    this.#longSms.close();
    await this.#client.close();
    this.#listeners.become("closed");
  }

  async #report({ message_id, to, state, code, reason, at_ms }: Report): Promise<void> {
    const number = toE164(to, { mainland: this.#mainland });
    if (!number) return; // no SMS of ours can be meant
    await this.#listeners.report({
      ...{ carrier_message_id: message_id, to: number, state, code },
      reason: state === "delivered" ? null : reasonOf(reason, state),
      at: at_ms ?? this.#clock.now(),
    });
  }
}

/** Of parts that have gone out, one without an answer, or that was refused, makes the whole uncertain. */
function outcomeOf(parts: readonly SubmitOutcome[]): SmsOutcome {
  const accepted = parts.filter((part) => part.outcome === "accepted");
  const carrier_message_ids = accepted.map(({ message_id }) => message_id);
  return { outcome: accepted.length === parts.length ? "accepted" : "unknown", carrier_message_ids };
}

/** On the wire, `no_money` is our own account with the carrier: nothing the handset or another link suffers from. */
function refusalOf(refusal: Refusal): SmsRefusal {
  return refusal === "no_money" ? "denied" : refusal;
}

const REASONS: Record<NonNullable<Report["reason"]>, SmsReason> = {
  absent: "absent",
  blocked: "blocked",
  filtered: "filtered",
  no_money: "no_money",
  number_unknown: "number_unknown",
  suspended: "suspended",
  throttled: "throttled",
  not_mine: "no_route",
  bad_request: "unspecified",
  closed: "unspecified",
  denied: "unspecified",
  unspecified: "unspecified",
};

function reasonOf(reason: Report["reason"], state: Report["state"]): SmsReason | null {
  if (reason !== null) return REASONS[reason];
  return state === "expired" ? "expired" : null;
}

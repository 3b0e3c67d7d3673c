import type {
  AccountId,
  ConversationId,
  EntryContent,
  Fold,
  Output,
  SmsConsent,
  SmsReason,
  SmsUsage,
} from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Clock } from "../platform/clock.ts";
import type { Store } from "../store/store.ts";
import { type SmsLimits, usageOf } from "./budgets.ts";
import { quietUntil } from "./quiet-hours.ts";
import { priceOf, type Recipient, type Recipients, surroundings } from "./recipients.ts";
import type { Shares } from "./share/shares.ts";
import { messageWording } from "./wording.ts";
import { wordsOf } from "./words.ts";

interface Parts {
  store: Pick<Store, "accounts" | "sms">;
  recipients: Recipients;
  shares: Pick<Shares, "sampleUrl">;
  limits: SmsLimits;
  clock: Clock;
}

/** A recipient and what the message costs to them. */
export interface Priced {
  recipient: Recipient;
  units: number;
  fen: number;
}

/** What people are told an SMS costs, and what they are held to have agreed to. */
export class Rates {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws {FeiliaoError} not_found, group_full */
  async rate(conversation_id: ConversationId, sender: AccountId): Promise<Output<"sms/rate">> {
    const { recipients, shares, store, clock, limits } = this.#parts;
    const now = clock.now();
    const people = await recipients.withoutApp(conversation_id, sender);
    const resolved = await recipients.resolve(conversation_id, people, now);
    const name = await this.nameOf(sender);
    const usage = await usageOf(store.sms, sender, now, limits);
    const exhausted = usage.day >= usage.day_max || usage.month >= usage.month_max;
    return {
      available: recipients.available,
      usage,
      shortened: `[语音 0:07] ${shares.sampleUrl}`,
      recipients: resolved.map((recipient) => ({
        account_id: recipient.account_id,
        carrier: recipient.carrier,
        refused: recipient.refused ?? (exhausted ? "quota" : null),
        ...surroundings(name, recipient),
        gsm7: recipient.terms?.capabilities.gsm7 ?? false,
        fen_per_unit: recipient.terms?.price_fen ?? 0,
        quiet_until: quietUntil(recipient.number, now),
      })),
    };
  }

  /** What a message costs to each of them now. Null: it says nothing that an SMS could. */
  async price(
    sender: AccountId,
    recipients: readonly Recipient[],
    content: EntryContent,
    fold?: Fold,
  ): Promise<Priced[] | null> {
    const name = await this.nameOf(sender);
    const { sampleUrl } = this.#parts.shares;
    const priced = recipients.map((recipient) => {
      const { locale, first, terms } = recipient;
      const words = wordsOf(content, fold, locale, () => sampleUrl);
      if (words === null) return null;
      const price = terms
        ? priceOf(messageWording(name, words, first, locale).text, terms)
        : { units: 0, fen: 0 };
      return { recipient, ...price };
    });
    return priced.every((one) => one !== null) ? priced : null;
  }

  /** Why a message that is not written yet may not go to the members without the app at what was agreed to; null: it may. */
  async refusal(
    conversation_id: ConversationId,
    sender: AccountId,
    content: EntryContent,
    consent: SmsConsent,
    fold?: Fold,
  ): Promise<FeiliaoError | null> {
    const { recipients, clock } = this.#parts;
    const people = await recipients.withoutApp(conversation_id, sender);
    const resolved = await recipients.resolve(conversation_id, people, clock.now());
    const priced = await this.price(sender, resolved, content, fold);
    return priced ? this.refusalOf(sender, priced, consent) : unavailable("unspecified");
  }

  /** Null when everybody has the app by now, too. */
  async refusalOf(
    sender: AccountId,
    priced: readonly Priced[],
    { fen_max }: SmsConsent,
  ): Promise<FeiliaoError | null> {
    const { store, clock, limits } = this.#parts;
    const reachable = priced.filter(({ recipient }) => recipient.refused === null);
    if (reachable.length === 0) return priced[0] ? unavailable(priced[0].recipient.refused!) : null;
    const usage = await usageOf(store.sms, sender, clock.now(), limits);
    const units = reachable.reduce((sum, one) => sum + one.units, 0);
    if (usage.day + units > usage.day_max || usage.month + units > usage.month_max)
      return unavailable("quota");
    const fen = reachable.reduce((sum, one) => sum + one.fen, 0);
    return fen > fen_max ? new FeiliaoError("sms_price", { fen }) : null;
  }

  async usage(sender: AccountId): Promise<SmsUsage> {
    const { store, clock, limits } = this.#parts;
    return usageOf(store.sms, sender, clock.now(), limits);
  }

  /** As recipients read it: the sender's name, else their number. */
  async nameOf(sender: AccountId): Promise<string> {
    const profile = await this.#parts.store.accounts.profile(sender);
    return profile?.name ?? profile?.number ?? "";
  }
}

function unavailable(reason: SmsReason): FeiliaoError {
  return new FeiliaoError("sms_unavailable", { reason });
}

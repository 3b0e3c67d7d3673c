import type { AccountId, ConversationId, SmsReason } from "@feiliao/protocol";
import { SMS_RECIPIENTS_MAX } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { type CarrierName, carrierOf } from "@feiliao/protocol/numbers";
import { sign, units } from "@feiliao/sms/text/units";
import type { LinkPool, LinkTerms } from "../links/sms/link-pool.ts";
import { NOTHING_KNOWN } from "../links/sms/routing/number-route.ts";
import type { Reach } from "../store/account-store.ts";
import { THREAD_RECENT_MS } from "../store/sms/extensions.ts";
import type { Store } from "../store/store.ts";
import { watermarksOf } from "./watermarks.ts";
import { around, localeOf, MESSAGE_TEMPLATE, type SmsLocale } from "./wording.ts";

/** Larger groups are none that anybody is sent SMS from. */
const GROUP_MEMBERS_MAX = 200;

/** Somebody who is reached by SMS, and how. */
export interface Recipient extends Reach {
  locale: SmsLocale;
  carrier: CarrierName | null;
  /** The link that would take it now; null: none would. */
  terms: LinkTerms | null;
  /** Why it would not be sent. */
  refused: SmsReason | null;
  /** Their first SMS of the thread in a while, which says how to answer and how to opt out. */
  first: boolean;
}

interface Parts {
  store: Pick<Store, "accounts" | "conversations" | "sms">;
  pool: Pick<LinkPool, "candidates" | "links">;
}

/** Who of a conversation is reached by SMS only, over which link. */
export class Recipients {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether this server has a carrier that takes what people write. */
  get available(): boolean {
    return this.#parts.pool.links.some(({ capabilities }) => capabilities.free_text);
  }

  /**
   * Members other than the sender who have not got the app.
   *
   * @throws {FeiliaoError} not_found for who is no member; group_full when there are too many for SMS
   */
  async withoutApp(conversation_id: ConversationId, sender: AccountId): Promise<Reach[]> {
    const { accounts, conversations } = this.#parts.store;
    const known = await conversations.standing(conversation_id, sender);
    if (known?.standing.state !== "active") throw new FeiliaoError("not_found");
    const members = (await conversations.audience(conversation_id)) ?? [];
    if (known.info.kind === "channel" || members.length > GROUP_MEMBERS_MAX)
      throw new FeiliaoError("group_full");
    const reached = await accounts.reach(members.filter((account_id) => account_id !== sender));
    const without = reached.filter(({ has_app }) => !has_app);
    if (without.length > SMS_RECIPIENTS_MAX) throw new FeiliaoError("group_full");
    return without;
  }

  /**
   * Those, and the other person of a direct conversation who has the app and has not read so far.
   *
   * @throws {FeiliaoError} not_found, group_full
   */
  async unreached(conversation_id: ConversationId, sender: AccountId, seq: number): Promise<Reach[]> {
    const { store } = this.#parts;
    const without = await this.withoutApp(conversation_id, sender);
    const peer = await directPeer(store, conversation_id, sender);
    if (peer === null || without.length > 0) return without;
    const marks = await watermarksOf(store, conversation_id, sender, peer);
    return marks !== null && marks.read < seq ? store.accounts.reach([peer]) : [];
  }

  async resolve(
    conversation_id: ConversationId,
    people: readonly Reach[],
    now: number,
  ): Promise<Recipient[]> {
    const { sms } = this.#parts.store;
    const numbers = people.map(({ number }) => number);
    const [routes, opted_out] = await Promise.all([sms.routes(numbers), sms.optedOut(numbers)]);
    return Promise.all(
      people.map(async (person) => {
        const { number } = person;
        const wanted = { to: number, template_id: MESSAGE_TEMPLATE };
        const [best] = this.#parts.pool.candidates(wanted, routes.get(number) ?? NOTHING_KNOWN);
        const terms = this.#parts.pool.links.find(({ id }) => id === best?.link_id) ?? null;
        const carrier = best ? (best.carrier === "world" ? null : best.carrier) : carrierOf(number);
        const refused: SmsReason | null = opted_out.has(number) ? "opted_out" : terms ? null : "no_route";
        const first = await this.#isFirst(number, conversation_id, terms, now);
        return { ...person, locale: localeOf(number), carrier, terms, refused, first };
      }),
    );
  }

  async #isFirst(
    number: string,
    conversation_id: ConversationId,
    terms: LinkTerms | null,
    now: number,
  ): Promise<boolean> {
    const thread = await this.#parts.store.sms.thread(number, ourNumber(terms), conversation_id);
    return thread === null || thread.sent_at < now - THREAD_RECENT_MS;
  }
}

/** The other person of a direct conversation; null for a group. */
export async function directPeer(
  { conversations }: Pick<Store, "conversations">,
  conversation_id: ConversationId,
  account_id: AccountId,
): Promise<AccountId | null> {
  const known = await conversations.standing(conversation_id, account_id);
  if (known?.info.kind !== "direct") return null;
  const members = (await conversations.audience(conversation_id)) ?? [];
  return members.find((member) => member !== account_id) ?? null;
}

/** By which a thread is known; where the carrier chooses a number for us, the link stands for it. */
export function ourNumber(terms: LinkTerms | null): string {
  return terms?.capabilities.number ?? (terms ? `link ${terms.id}` : "");
}

/** What an SMS costs over a link. The signature is put in front by the link, and counted. */
export function priceOf(
  text: string,
  { capabilities, price_fen }: LinkTerms,
): { units: number; fen: number } {
  const { signature, gsm7 } = capabilities;
  const counted = units(signature === null ? text : sign(signature, text), { gsm7 });
  return { units: counted, fen: counted * price_fen };
}

/** What stands around somebody's words for a recipient, as a device counts it. */
export function surroundings(
  name: string,
  { terms, first, locale }: Recipient,
): { before: string; after: string } {
  const { before, after } = around(name, first, locale);
  const signature = terms?.capabilities.signature ?? null;
  return { before: signature === null ? before : sign(signature, before), after };
}

import type { AccountId, ConversationId, SmsConsent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { refusal } from "../conversation/can.ts";
import type { Clock } from "../platform/clock.ts";
import type { NewSms } from "../store/sms/ledger.ts";
import type { Store } from "../store/store.ts";
import { smsKey } from "./keys.ts";
import { quietUntil } from "./quiet-hours.ts";
import type { Priced, Rates } from "./rates.ts";
import type { Recipients } from "./recipients.ts";
import { entryAt } from "./share/shares.ts";

interface Parts {
  store: Pick<Store, "conversations" | "sms">;
  recipients: Recipients;
  rates: Rates;
  clock: Clock;
  /** Rows were opened. */
  opened(): void;
}

/** Not sent so long after it was due, a message says nothing by SMS any more. */
const LIFETIME_MS = 3_600_000;

interface MessageSms {
  conversation_id: ConversationId;
  seq: number;
  sender: AccountId;
  consent: SmsConsent;
}

/** One row of the ledger for each person that a message goes to as SMS. */
export class Expansion {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Of what the outbox has: to members without the app. Doing it twice opens nothing twice (D14). */
  async expand({ conversation_id, seq, sender, consent }: MessageSms): Promise<void> {
    const { store, recipients, rates, clock } = this.#parts;
    const entry = await entryAt(store, conversation_id, sender, seq);
    if (!entry) return; // who left meanwhile sends nothing from there
    const people = await recipients.withoutApp(conversation_id, sender).catch(goneOrTooMany);
    const resolved = await recipients.resolve(conversation_id, people, clock.now());
    const priced = await rates.price(sender, resolved, entry.content, entry.fold);
    if (priced) await this.#open({ conversation_id, seq, sender, consent }, priced);
  }

  /**
   * What somebody asks for of a message that is in the log: also to the other person of a direct conversation who has the
   * app and has not read it there.
   *
   * @throws {FeiliaoError} not_found, forbidden, blocked, muted, target_gone, group_full, sms_unavailable, sms_price
   */
  async sendNow({ conversation_id, seq, sender, consent }: MessageSms): Promise<void> {
    const { store, recipients, rates, clock } = this.#parts;
    await this.#requireMayWrite(conversation_id, sender);
    const people = await recipients.unreached(conversation_id, sender, seq);
    const { entries } = await store.conversations.read(conversation_id, sender, {
      after_seq: seq - 1,
      limit: 1,
    });
    const entry = entries.find((found) => found.seq === seq);
    if (!entry) throw new FeiliaoError("not_found");
    if (entry.sender !== sender) throw new FeiliaoError("forbidden");
    const resolved = await recipients.resolve(conversation_id, people, clock.now());
    const priced = await rates.price(sender, resolved, entry.content, entry.fold);
    if (!priced) throw new FeiliaoError("target_gone");
    const refusal = await rates.refusalOf(sender, priced, consent);
    if (refusal) throw refusal;
    await this.#open({ conversation_id, seq, sender, consent }, priced);
  }

  /** Who may say nothing there any more does not get round it by what they said before. */
  async #requireMayWrite(conversation_id: ConversationId, sender: AccountId): Promise<void> {
    const { store, clock } = this.#parts;
    const known = await store.conversations.standing(conversation_id, sender);
    if (!known) throw new FeiliaoError("not_found");
    const { standing: membership, info } = known;
    const { kind, settings } = info;
    const refused = refusal("append", { kind, settings, membership, now: clock.now() });
    if (refused) throw new FeiliaoError(refused);
  }

  async #open(
    { conversation_id, seq, sender, consent }: MessageSms,
    priced: readonly Priced[],
  ): Promise<void> {
    const { store, clock, opened } = this.#parts;
    if (priced.length === 0) return;
    const now = clock.now();
    const rows = await store.sms.open(
      priced.map(({ recipient, fen }): NewSms => {
        const { account_id, number, terms } = recipient;
        const wait = consent.at_night === "wait" ? quietUntil(number, now) : null;
        const not_before = wait ?? now;
        return {
          key: smsKey.message(conversation_id, seq, account_id),
          ...{
            kind: "message",
            number,
            sender,
            recipient: account_id,
            conversation_id,
            seq,
            now,
            not_before,
          },
          ...{ link: terms?.id ?? null, expires_at: not_before + LIFETIME_MS },
          fen_max: fen + slack(consent, priced),
          details: JSON.stringify({ kind: "message" }),
        };
      }),
    );
    const refusals = new Map(priced.map(({ recipient }) => [recipient.account_id, recipient.refused]));
    const refused = rows.flatMap(({ sms_id, recipient }) => {
      const reason = refusals.get(recipient!) ?? null;
      return reason === "opted_out" ? [{ sms_id, state: "failed" as const, reason, now }] : [];
    });
    await store.sms.drop(refused);
    opened();
  }
}

/**
 * What each that is sent may cost more than it does now, so that all together stay within what was agreed to; less than 0:
 * none is sent.
 */
function slack({ fen_max }: SmsConsent, priced: readonly Priced[]): number {
  const sent = priced.filter(({ recipient }) => recipient.refused === null);
  const fen = sent.reduce((sum, one) => sum + one.fen, 0);
  return Math.floor((fen_max - fen) / Math.max(1, sent.length));
}

/** By the time of the outbox, the group may have grown too large, or be none of the sender's any more. */
function goneOrTooMany(failure: unknown): [] {
  if (failure instanceof FeiliaoError && (failure.code === "not_found" || failure.code === "group_full"))
    return [];
  throw failure;
}

import type { ConversationId, SmsReason } from "@feiliao/protocol";
import { codeSms } from "../accounts/code-sms.ts";
import type { Verification } from "../accounts/verification.ts";
import type { LinkTerms } from "../links/sms/link-pool.ts";
import type { Clock } from "../platform/clock.ts";
import { EXTENSION_DIGITS_MAX } from "../store/sms/extensions.ts";
import type { SmsRow } from "../store/sms/ledger.ts";
import type { Store } from "../store/store.ts";
import { type Details, detailsOf } from "./details.ts";
import { ourNumber } from "./recipients.ts";
import { entryAt, type Shares } from "./share/shares.ts";
import { unreadCount, watermarksOf } from "./watermarks.ts";
import {
  localeOf,
  messageWording,
  nobodyWording,
  noticeWording,
  optOutWording,
  questionWording,
  type Wording,
} from "./wording.ts";
import { wordsOf } from "./words.ts";

interface Parts {
  store: Pick<Store, "accounts" | "conversations" | "sms" | "verifications">;
  shares: Shares;
  verification: Pick<Verification, "codeOf">;
  /** Whose pages may fill in a code; null when it is not known. */
  host: string | null;
  clock: Clock;
}

/** What goes out, or why nothing does. */
export type Composed =
  | { wording: Wording; extension: string }
  | { end: { state: "failed" | "cancelled"; reason: SmsReason | null } };

const CANCELLED: Composed = { end: { state: "cancelled", reason: null } };

/** A row of the ledger with the conversation that it is about. */
type Conversational = SmsRow & {
  [Field in "conversation_id" | "seq" | "sender" | "recipient"]: NonNullable<SmsRow[Field]>;
};

/** Makes the text of an SMS at the moment it is sent, from what the log says then; nothing of it is kept. */
export class Composer {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async compose(row: SmsRow, terms: LinkTerms): Promise<Composed> {
    const details = detailsOf(row);
    const locale = localeOf(row.number);
    if (details.kind === "code") return this.#code(row.number, details);
    if (details.kind === "service" && (details.say === "opted_out" || details.say === "opted_in")) {
      return plain(optOutWording(details.say === "opted_out", locale));
    }
    // Before anything else of it: who opted out while it waited gets it no more.
    if ((await this.#parts.store.sms.optedOut([row.number])).has(row.number)) {
      return { end: { state: "failed", reason: "opted_out" } };
    }
    if (details.kind === "service") {
      if (details.say !== "question") return plain(nobodyWording(locale));
      const names = await Promise.all(details.choices.map((choice) => this.#nameFor(choice, row.number)));
      return plain(questionWording(names, locale));
    }
    if (!isConversational(row) || (await this.#isBlocked(row))) return CANCELLED;
    return details.kind === "notice" ? this.#notice(row, terms) : this.#message(row, terms);
  }

  async #code(
    number: string,
    { verification_id, locale }: Extract<Details, { kind: "code" }>,
  ): Promise<Composed> {
    const { store, verification, host, clock } = this.#parts;
    const alive = await store.verifications.byId(verification_id, clock.now());
    return alive ? plain(codeSms(number, verification.codeOf(verification_id), locale, host)) : CANCELLED;
  }

  async #message(row: Conversational, terms: LinkTerms): Promise<Composed> {
    const { store, shares } = this.#parts;
    const { conversation_id, seq, sender, recipient } = row;
    const [entry, belongs] = await Promise.all([
      entryAt(store, conversation_id, sender, seq),
      store.conversations.isMember(conversation_id, recipient),
    ]);
    const locale = localeOf(row.number);
    const link = entry && belongs ? wordsOf(entry.content, entry.fold, locale, () => PLACE) : null;
    if (!entry || link === null || (await this.#hasRead(row))) return CANCELLED;
    const made = link.includes(PLACE) ? await shares.make(conversation_id, seq, sender) : "";
    const { extension, first } = await this.#useThread(row, terms);
    return {
      wording: messageWording(await this.#nameOf(sender), link.replace(PLACE, made), first, locale),
      extension,
    };
  }

  async #notice(row: Conversational, terms: LinkTerms): Promise<Composed> {
    const marks = await watermarksOf(this.#parts.store, row.conversation_id, row.sender, row.recipient);
    if (!marks || marks.read >= row.seq) return CANCELLED;
    const count = await unreadCount(this.#parts.store, row.conversation_id, row.sender, marks.read);
    if (count === 0) return CANCELLED;
    const { extension } = await this.#useThread(row, terms);
    return { wording: noticeWording(await this.#nameOf(row.sender), count, localeOf(row.number)), extension };
  }

  /** The recipient takes nothing from the sender any more. */
  async #isBlocked({ conversation_id, sender }: Conversational): Promise<boolean> {
    const known = await this.#parts.store.conversations.standing(conversation_id, sender);
    return known?.standing.blocked ?? false;
  }

  /** Somebody who got the app while it waited may have read it there. */
  async #hasRead({ conversation_id, sender, recipient, seq }: Conversational): Promise<boolean> {
    const marks = await watermarksOf(this.#parts.store, conversation_id, sender, recipient);
    return marks !== null && marks.read >= seq;
  }

  async #useThread({ number, conversation_id, sender }: Conversational, terms: LinkTerms) {
    const used = await this.#parts.store.sms.useThread({
      ...{ number, conversation_id, sender, our_number: ourNumber(terms), now: this.#parts.clock.now() },
      extension_digits: Math.min(EXTENSION_DIGITS_MAX, terms.capabilities.extension_digits_max),
    });
    return { extension: used.thread.extension ?? "", first: used.first };
  }

  async #nameOf(account_id: Conversational["sender"]): Promise<string> {
    const profile = await this.#parts.store.accounts.profile(account_id);
    return profile?.name ?? profile?.number ?? "";
  }

  /** What the owner of a handset knows a conversation by: the group, or who they talk with. */
  async #nameFor(conversation_id: ConversationId, number: string): Promise<string> {
    const { accounts, conversations } = this.#parts.store;
    const members = await accounts.reach((await conversations.audience(conversation_id)) ?? []);
    const own = members.find((member) => member.number === number);
    const known = own && (await conversations.standing(conversation_id, own.account_id));
    if (known?.info.title) return known.info.title;
    const other = members.find((member) => member.number !== number);
    return other?.name ?? other?.number ?? "";
  }
}

/** Stands for a link that is made only when it is sure to be sent. No text of a person's has this character. */
const PLACE = "\u0000";

function plain({ template_id, parameters, text }: Wording): Composed {
  return { wording: { template_id, parameters, text }, extension: "" };
}

function isConversational(row: SmsRow): row is Conversational {
  return row.conversation_id !== null && row.seq !== null && row.sender !== null && row.recipient !== null;
}

import { createHash } from "node:crypto";
import {
  type AccountId,
  type ConversationId,
  type DeviceId,
  type ErrorCode,
  TEXT_CHARACTERS_MAX,
} from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { LinkPool } from "../links/sms/link-pool.ts";
import type { IncomingSms } from "../links/sms/sms-link.ts";
import type { Clock } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import { newId, type Random } from "../platform/random.ts";
import { THREAD_RECENT_MS } from "../store/sms/extensions.ts";
import type { HeldSms, SmsThread } from "../store/sms/threads.ts";
import type { Store } from "../store/store.ts";
import { dayOf } from "./calendar.ts";
import { serviceSms } from "./details.ts";
import { smsKey } from "./keys.ts";
import { optOutIn } from "./opt-out-words.ts";
import { Questions } from "./questions.ts";
import { ourNumber } from "./recipients.ts";

/** Somebody may prove their number by what they send us. */
export interface SignUp {
  /** True: it was a sign-up code, and is used up. */
  consider(incoming: IncomingSms): Promise<boolean>;
}

interface Parts {
  store: Pick<Store, "accounts" | "conversations" | "sms">;
  log: ConversationLog;
  pool: Pick<LinkPool, "terms">;
  signUp: SignUp;
  clock: Clock;
  random: Random;
  logger: Logger;
  /** Rows were opened. */
  opened(): void;
}

/** Why a text cannot be in a conversation, and will not be when it comes again. */
const FOR_GOOD: ReadonlySet<ErrorCode> = new Set([
  "not_found",
  "blocked",
  "muted",
  "forbidden",
  "idempotency_conflict",
]);

/**
 * What handsets write to us: each SMS becomes an entry of the conversation that it answers, once (D2), and is acknowledged to
 * its carrier after that is durable.
 */
export class Incoming {
  readonly #parts: Parts;
  readonly #questions: Questions;

  constructor(parts: Parts) {
    this.#parts = parts;
    const deliver = async (number: string, conversation_id: ConversationId, sms: HeldSms) => {
      await this.#deliver(number, conversation_id, sms);
    };
    this.#questions = new Questions({ ...parts, deliver });
  }

  close(): void {
    this.#questions.close();
  }

  /** Resolves when it is dealt with for good; rejects when the carrier shall bring it again. */
  async take(link: string, sms: IncomingSms): Promise<void> {
    const { store, clock } = this.#parts;
    const key = [link, sms.carrier_message_id, sms.from].join("\n");
    if (await store.sms.isSeen(key)) return;
    // Short numbers and names are services, with which nobody has a conversation.
    if (/^\+[1-9]\d{6,14}$/.test(sms.from)) await this.#handle(link, sms, key);
    await store.sms.see(key, clock.now());
  }

  async #handle(link: string, sms: IncomingSms, key: string): Promise<void> {
    const { store, signUp, clock } = this.#parts;
    const { from: number, carrier_message_id, incomplete } = sms;
    const text = readable(sms.text);
    if (await signUp.consider(sms)) return;
    const opt = optOutIn(text);
    if (opt) {
      const evidence = { link, carrier_message_id, word: opt.word };
      await store.sms.setOptOut({ number, out: opt.out, at: clock.now(), evidence });
      const say = opt.out ? "opted_out" : "opted_in";
      // Once a day, so that no machine that answers SMS and this one keep each other busy.
      return this.#say(
        smsKey.answer("opt-out", `${say} ${number} ${dayOf(clock.now())}`),
        ...([link, number, say] as const),
      );
    }
    if (text === "") return;
    const our_number = ourNumber(this.#parts.pool.terms(link));
    if (await this.#questions.answered(number, our_number, text)) return;
    const held: HeldSms = {
      client_id: `sms:${digest(key)}`,
      text,
      incomplete,
      at: sms.at,
    };
    const extension = sms.to.startsWith(our_number) ? sms.to.slice(our_number.length) : "";
    const named = extension === "" ? null : await store.sms.threadByExtension(number, our_number, extension);
    if (named && (await this.#deliver(number, named.conversation_id, held))) return;
    await this.#find({ number, our_number, link }, held);
  }

  /** A text that says nothing of where it belongs. */
  async #find(from: { number: string; our_number: string; link: string }, held: HeldSms): Promise<void> {
    const { store, clock } = this.#parts;
    const { number, our_number, link } = from;
    const recent = await store.sms.threadsOf(number, our_number, clock.now() - THREAD_RECENT_MS);
    // Who opted out is not asked either: then it is the one that wrote to them last.
    if (recent.length > 1 && !(await store.sms.optedOut([number])).has(number)) {
      const choices = recent.map(({ conversation_id }) => conversation_id);
      return this.#questions.ask(from, choices, held);
    }
    const [last] = recent.length > 0 ? recent : await store.sms.threadsOf(number, null, 0);
    const conversation_id =
      recent[0]?.conversation_id ?? (last ? await this.#directWith(number, last) : null);
    if (conversation_id && (await this.#deliver(number, conversation_id, held))) return;
    const today = smsKey.answer("nobody", `${number} ${dayOf(clock.now())}`);
    await this.#say(today, link, number, "nobody");
  }

  /** The direct conversation with who wrote last. */
  async #directWith(number: string, { last_sender }: SmsThread): Promise<ConversationId | null> {
    return this.#parts.store.conversations.directWith(await this.#accountOf(number), last_sender);
  }

  /** False when the handset's owner may not write there. */
  async #deliver(number: string, conversation_id: ConversationId, held: HeldSms): Promise<boolean> {
    const { store, log, clock, random, logger } = this.#parts;
    const account_id = await this.#accountOf(number);
    const now = clock.now();
    const device_id = await store.accounts.handset(account_id, newId<DeviceId>("device", random), now);
    const { client_id, text, incomplete } = held;
    const content = {
      type: "text",
      text,
      via: "sms",
      ...(incomplete && { incomplete: true as const }),
    } as const;
    try {
      await log.append({ conversation_id, account_id, device_id, client_id, content, now }, null);
      return true;
    } catch (failure) {
      if (!(failure instanceof FeiliaoError) || !FOR_GOOD.has(failure.code)) throw failure;
      logger.warn("an incoming SMS may not be written where it belongs", { code: failure.code });
      return failure.code !== "not_found";
    }
  }

  #accountOf(number: string): Promise<AccountId> {
    const { store, clock, random } = this.#parts;
    return store.accounts.ensure(number, newId<AccountId>("account", random), clock.now());
  }

  async #say(
    key: string,
    link: string,
    number: string,
    say: "opted_out" | "opted_in" | "nobody",
  ): Promise<void> {
    const { store, clock, opened } = this.#parts;
    await store.sms.open([serviceSms(key, { number, link }, { kind: "service", say }, clock.now())]);
    opened();
  }
}

/** UCS-2 may carry what is no text, and what not every store keeps. */
function readable(text: string): string {
  return text.replaceAll("\0", "").slice(0, TEXT_CHARACTERS_MAX).toWellFormed();
}

/** Short enough for a key of the log, and the same for the same SMS. */
function digest(key: string): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, 32);
}

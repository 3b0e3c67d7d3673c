import type { ConversationId } from "@feiliao/protocol";
import { type Clock, repeat } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import type { HeldSms, SmsQuestion } from "../store/sms/threads.ts";
import type { Store } from "../store/store.ts";
import { serviceSms } from "./details.ts";
import { smsKey } from "./keys.ts";

interface Parts {
  store: Pick<Store, "sms">;
  clock: Clock;
  logger: Logger;
  /** Puts a text of a handset into a conversation. */
  deliver(number: string, conversation_id: ConversationId, sms: HeldSms): Promise<void>;
  /** Rows were opened. */
  opened(): void;
}

/** How long a handset is waited for. */
export const QUESTION_LIFETIME_MS = 24 * 3_600_000;
const POLL_INTERVAL_MS = 60_000;
const BATCH_MAX = 100;
/** More to choose from nobody reads in an SMS: the oldest are left out. */
export const CHOICES_MAX = 9;

/**
 * Where replies carry no extension, a text may belong to several conversations: it waits, and its handset is asked once. When
 * it does not say, the text goes to the one that wrote to it last: nothing that was written is lost.
 */
export class Questions {
  readonly #parts: Parts;
  readonly #stop: () => void;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stop = repeat(parts.clock, parts.logger, POLL_INTERVAL_MS, () => this.#giveUp());
  }

  close(): void {
    this.#stop();
  }

  /** Keeps the text until the handset has said where it goes. */
  async ask(
    from: { number: string; our_number: string; link: string },
    choices: readonly ConversationId[],
    sms: HeldSms,
  ): Promise<void> {
    const { store, clock, opened } = this.#parts;
    const { number, our_number, link } = from;
    const now = clock.now();
    const question = {
      number,
      our_number,
      choices: choices.slice(0, CHOICES_MAX),
      expires_at: now + QUESTION_LIFETIME_MS,
    };
    await store.sms.hold(question, sms, now);
    // Asked again after a crash in between: the key is that of the question, so that it is one SMS.
    const asked = (await store.sms.question(number, our_number, now)) ?? question;
    const key = smsKey.answer("question", `${number} ${our_number} ${asked.expires_at}`);
    const details = { kind: "service", say: "question", choices: asked.choices } as const;
    await store.sms.open([serviceSms(key, { number, link }, details, now)]);
    opened();
  }

  /** Whether the text was the answer to a question: then what waited is where it belongs. */
  async answered(number: string, our_number: string, text: string): Promise<boolean> {
    const { store, clock } = this.#parts;
    const chosen = /^\s*([1-9])\s*[.。]?\s*$/.exec(text.normalize("NFKC"))?.[1];
    if (chosen === undefined) return false;
    const question = await store.sms.question(number, our_number, clock.now());
    const conversation_id = question?.choices[Number(chosen) - 1];
    if (!question || !conversation_id) return false;
    await this.#close(question, conversation_id);
    return true;
  }

  async #giveUp(): Promise<void> {
    const { store, clock } = this.#parts;
    const expired = await store.sms.expiredQuestions(clock.now(), BATCH_MAX);
    for (const question of expired) await this.#close(question, question.choices[0]!);
  }

  /** The texts first: what breaks off is done again, and their keys keep them single (D2). */
  async #close({ number, our_number }: SmsQuestion, conversation_id: ConversationId): Promise<void> {
    const { store, deliver } = this.#parts;
    for (const sms of await store.sms.held(number, our_number)) await deliver(number, conversation_id, sms);
    await store.sms.closeQuestion(number, our_number);
  }
}

import type { AccountId, ConversationId, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Verification } from "../accounts/verification.ts";
import type { Bus } from "../bus/bus.ts";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { Doubts } from "../delivery/doubts.ts";
import type { Receivers } from "../delivery/receivers.ts";
import type { LinkPool } from "../links/sms/link-pool.ts";
import type { IncomingSms } from "../links/sms/sms-link.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import type { Effect } from "../store/outbox-store.ts";
import type { Store } from "../store/store.ts";
import type { SmsLimits } from "./budgets.ts";
import { Composer } from "./composer.ts";
import { Expansion } from "./expansion.ts";
import { Incoming, type SignUp } from "./incoming.ts";
import { smsKey } from "./keys.ts";
import { Patience } from "./patience.ts";
import { ProgressTeller, progressOf } from "./progress.ts";
import { Rates } from "./rates.ts";
import { Recipients } from "./recipients.ts";
import { SmsSender } from "./sender.ts";
import { entryAt, Shares } from "./share/shares.ts";

interface Parts {
  store: Store;
  log: ConversationLog;
  bus: Bus;
  doubts: Doubts;
  receivers: Receivers;
  pool: LinkPool;
  verification: Pick<Verification, "codeOf">;
  signUp: SignUp;
  limits: SmsLimits;
  /** Whose pages may fill in a code; null when it is not known. */
  host: string | null;
  /** Where people find this server. */
  url(): string;
  clock: Clock;
  random: Random;
  logger: Logger;
}

type SmsEffect = Extract<Effect, { kind: "message_sms" | "remind" | "code_sms" }>;

/** A code is of use while somebody looks at the screen that asks for it. */
const CODE_LIFETIME_MS = 60_000;
const SWEEP_INTERVAL_MS = 60_000;

/** SMS in the product: everything that goes out is a row of the ledger, and everything that comes in an entry of a log. */
export class Sms {
  readonly rates: Rates;
  readonly expansion: Expansion;
  readonly patience: Patience;
  readonly shares: Shares;
  readonly #parts: Parts;
  readonly #teller: ProgressTeller;
  readonly #sender: SmsSender;
  readonly #incoming: Incoming;
  readonly #stops: (() => void)[];

  constructor(parts: Parts) {
    const { store, pool, clock, logger } = parts;
    this.#parts = parts;
    const opened = () => this.#opened();
    const recipients = new Recipients({ store, pool });
    this.shares = new Shares(parts);
    const composer = new Composer({ ...parts, shares: this.shares });
    this.rates = new Rates({ ...parts, recipients, shares: this.shares });
    this.expansion = new Expansion({ ...parts, recipients, rates: this.rates, opened });
    this.#teller = new ProgressTeller(parts);
    this.patience = new Patience({ ...parts, recipients, rates: this.rates, teller: this.#teller, opened });
    this.#sender = new SmsSender({ ...parts, composer, teller: this.#teller });
    this.#incoming = new Incoming({ ...parts, opened });
    this.#stops = [
      pool.onIncoming((link, sms) => this.take(link, sms)),
      repeat(clock, logger, SWEEP_INTERVAL_MS, () => store.sms.sweep(clock.now())),
    ];
  }

  /** What a handset wrote; resolves when it is dealt with for good. */
  take(link: string, sms: IncomingSms): Promise<void> {
    return this.#incoming.take(link, sms);
  }

  /** What the outbox has for SMS. Doing it twice is doing it once. */
  async perform(no: number, effect: SmsEffect): Promise<void> {
    switch (effect.kind) {
      case "message_sms":
        return this.expansion.expand(effect);
      case "remind":
        return this.patience.remind(effect);
      case "code_sms":
        return this.#openCode(no, effect);
    }
  }

  /** @throws {FeiliaoError} not_found for who did not write the message */
  async info(conversation_id: ConversationId, seq: number, sender: AccountId): Promise<Output<"sms/info">> {
    const { store } = this.#parts;
    if (!(await entryAt(store, conversation_id, sender, seq))) throw new FeiliaoError("not_found");
    const rows = await store.sms.ofMessage(conversation_id, seq);
    const recipients = await Promise.all(
      rows.map(async (row) => {
        const progress = await progressOf(store, row);
        const steps = row.steps.map((step) => ({
          ...step,
          state: step.state === "accepted" ? ("sent" as const) : step.state,
        }));
        return progress && row.recipient ? [{ account_id: row.recipient, progress, steps }] : [];
      }),
    );
    return { recipients: recipients.flat() };
  }

  /** What is being sent is answered, or will be known to be unknown. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.patience.close();
    this.#incoming.close();
    await this.#sender.close();
    await this.#teller.settle().catch(() => {}); // told when the server is back
  }

  async #openCode(no: number, { verification_id, number, locale }: Extract<SmsEffect, { kind: "code_sms" }>) {
    const { store, clock } = this.#parts;
    const now = clock.now();
    await store.sms.open([
      {
        key: smsKey.code(verification_id, no),
        ...{ kind: "code", number, sender: null, recipient: null, conversation_id: null, seq: null },
        // Somebody waits for it: it goes before everything that was queued earlier.
        ...{ link: null, not_before: 0, expires_at: now + CODE_LIFETIME_MS, fen_max: null, now },
        details: JSON.stringify({ kind: "code", verification_id, locale }),
      },
    ]);
    this.#sender.ring();
  }

  #opened(): void {
    this.#sender.ring();
    this.#sender.tell();
  }
}

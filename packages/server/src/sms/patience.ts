import {
  type AccountId,
  type ConversationId,
  FALLBACK_DEFAULT,
  type FallbackRule,
  type SmsProgress,
} from "@feiliao/protocol";
import { carrierOf } from "@feiliao/protocol/numbers";
import type { Bus } from "../bus/bus.ts";
import type { Receivers } from "../delivery/receivers.ts";
import { BoundedMap } from "../platform/bounded-map.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import { keptKey } from "../store/kept-keys.ts";
import type { Effect } from "../store/outbox-store.ts";
import type { SmsReminder } from "../store/sms/reminders.ts";
import type { Store } from "../store/store.ts";
import { smsKey } from "./keys.ts";
import type { ProgressTeller } from "./progress.ts";
import { quietUntil } from "./quiet-hours.ts";
import type { Rates } from "./rates.ts";
import { directPeer, type Recipients } from "./recipients.ts";
import { entryAt } from "./share/shares.ts";
import { isWaiting, watermarksOf } from "./watermarks.ts";

interface Parts {
  store: Pick<Store, "accounts" | "conversations" | "sms">;
  bus: Bus;
  receivers: Pick<Receivers, "ofAccount">;
  recipients: Recipients;
  rates: Pick<Rates, "price">;
  teller: ProgressTeller;
  clock: Clock;
  logger: Logger;
  /** Rows were opened. */
  opened(): void;
}

/** One notice per conversation and recipient in this time. */
export const NOTICE_EVERY_MS = 6 * 3_600_000;
const NOTICE_LIFETIME_MS = 3_600_000;
const POLL_INTERVAL_MS = 1_000;
const LEASE_MS = 10_000;
const BATCH_MAX = 100;
const LOOKED_THROUGH_MAX = 100;
/** Conversations and people whose facts are remembered: a wrong guess costs one read more, or one notice less. */
const REMEMBERED_MAX = 50_000;
/** How long a node goes on by a rule that may have been changed on another one. */
const RULE_FRESH_MS = 30_000;

type Price = Pick<SmsProgress, "units" | "fen">;
const NOTHING: Price = { units: 0, fen: 0 };

/** What is remembered of a direct conversation, for the sake of messages that need no reminder. */
interface Known {
  /** Null: it is no direct conversation. */
  peer: AccountId | null;
  rule: FallbackRule;
}

/**
 * What happens when somebody who has the app does not get a message there: after a while, as the sender's rule says, they
 * are told by SMS. It costs nothing where the recipient is here; everywhere else one row while they stay away.
 */
export class Patience {
  readonly #parts: Parts;
  readonly #known = new BoundedMap<string, { at: number; found: Promise<Known> }>(REMEMBERED_MAX);
  /** When what waits for a conversation and recipient is due, on whatever node it was armed; 0: it is over. */
  readonly #armed = new BoundedMap<string, number>(REMEMBERED_MAX);
  readonly #stops: (() => void)[];

  constructor(parts: Parts) {
    const { bus, clock, logger } = parts;
    this.#parts = parts;
    this.#stops = [
      repeat(clock, logger, POLL_INTERVAL_MS, () => this.#doDue()),
      bus.subscribe((message) => {
        if (message.kind === "account_frame") this.#hear(message.frame);
      }),
    ];
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  /** Whether a message is worth a reminder; asked before each is written, so it mostly answers from memory. */
  async concerns(conversation_id: ConversationId, sender: AccountId): Promise<boolean> {
    const { recipients, receivers } = this.#parts;
    if (!recipients.available) return false;
    const { peer, rule } = await this.#knownOf(conversation_id, sender);
    if (peer === null || rule.mode === "never") return false;
    const due_at = this.#armed.get(`${conversation_id}${peer}`) ?? 0;
    if (rule.mode !== "full" && this.#parts.clock.now() < due_at) return false; // one tells of all of them
    // Who is connected gets it; whether they read it is another question.
    return rule.unless === "read" || receivers.ofAccount(peer).length === 0;
  }

  /** The sender has another rule for somebody: it holds at once. */
  forget(): void {
    this.#known.clear();
  }

  /** Arms what the rule of the sender says. */
  async remind({ conversation_id, seq, sender, at }: Extract<Effect, { kind: "remind" }>): Promise<void> {
    const { store } = this.#parts;
    const { peer, rule } = await this.#knownOf(conversation_id, sender);
    if (peer === null || rule.mode === "never") return;
    const [reach] = await store.accounts.reach([peer]);
    if (!reach?.has_app || (await store.sms.optedOut([reach.number])).has(reach.number)) return;
    const { mode, unless, after_s } = rule;
    const due_at = at + after_s * 1_000;
    const reminder: SmsReminder = { conversation_id, recipient: peer, sender, seq, mode, unless, due_at };
    for (const armed of await store.sms.remind([reminder])) await this.#tell(armed, "planned", reach.number);
  }

  /** Somebody has got, or read, so far: what waited for that is over. */
  async advanced(
    conversation_id: ConversationId,
    recipient: AccountId,
    marks: { delivered: number; read: number },
  ): Promise<void> {
    if (!this.#armed.get(`${conversation_id}${recipient}`)) return;
    const { sms } = this.#parts.store;
    const reminders = await sms.remindersUpTo(
      conversation_id,
      recipient,
      Math.max(marks.delivered, marks.read),
    );
    for (const reminder of reminders) {
      if (marks[reminder.unless] >= reminder.seq) await this.#satisfied(reminder, marks[reminder.unless]);
    }
  }

  /** Whoever asks while it is looked up waits for the same answer, so that messages stay in the order they came (D4). */
  #knownOf(conversation_id: ConversationId, sender: AccountId): Promise<Known> {
    const key = `${conversation_id}${sender}`;
    const now = this.#parts.clock.now();
    const remembered = this.#known.get(key);
    if (remembered && Math.abs(now - remembered.at) < RULE_FRESH_MS) return remembered.found;
    const found = this.#find(conversation_id, sender);
    const fresh = { at: now, found };
    this.#known.set(key, fresh);
    found.catch(() => {
      fresh.at = Number.NEGATIVE_INFINITY; // asked again by the next one
    });
    return found;
  }

  async #find(conversation_id: ConversationId, sender: AccountId): Promise<Known> {
    const peer = await directPeer(this.#parts.store, conversation_id, sender);
    return { peer, rule: peer === null ? FALLBACK_DEFAULT : await this.#ruleFor(sender, peer) };
  }

  async #ruleFor(sender: AccountId, peer: AccountId): Promise<FallbackRule> {
    const { accounts } = this.#parts.store;
    const [reach] = await accounts.reach([peer]);
    const kept = reach && (await accounts.kept(sender, keptKey.fallback(`tel:${reach.number}`)));
    return (kept?.type === "fallback" ? kept.rule : null) ?? FALLBACK_DEFAULT;
  }

  /** Reminders that other nodes have armed are in the frames that they ring. */
  #hear(frame: string): void {
    if (!frame.includes('"type":"sms"')) return;
    const { change } = JSON.parse(frame) as { change: { type: string } & Partial<SmsAbout> };
    if (change.type !== "sms" || !change.progress) return;
    const { kind, state, due_at } = change.progress;
    const key = `${change.conversation_id}${change.to}`;
    if (state === "planned") this.#armed.set(key, due_at ?? 0);
    else if (kind === "notice") this.#armed.set(key, 0);
  }

  async #doDue(): Promise<void> {
    const { store, clock, logger } = this.#parts;
    const due = await store.sms.claimReminders(BATCH_MAX, clock.now(), LEASE_MS);
    for (const reminder of due) {
      await this.#do(reminder).catch((failure) =>
        logger.warn("a reminder was not sent and will be tried again", { error: describeFailure(failure) }),
      );
    }
  }

  async #do(reminder: SmsReminder): Promise<void> {
    const { store, clock } = this.#parts;
    const { conversation_id, recipient, sender, seq, mode, unless } = reminder;
    const now = clock.now();
    const [reach] = await store.accounts.reach([recipient]);
    const marks = await watermarksOf(store, conversation_id, sender, recipient).catch(() => null);
    const known = await store.conversations.standing(conversation_id, sender);
    if (!reach || !marks || known?.standing.blocked) return this.#end(reminder, "cancelled");
    if (marks[unless] >= seq) return this.#satisfied(reminder, marks[unless]);
    const night = quietUntil(reach.number, now);
    if (night !== null && mode !== "ask") return store.sms.delayReminder(reminder, night);
    if (mode === "ask") return this.#end(reminder, "asked", await this.#price(reminder));
    if (mode === "notice" && !(await this.#mayNotice(reminder, now))) return this.#end(reminder, "cancelled");
    await this.#open(reminder, reach.number, now);
    await store.sms.endReminder(reminder);
  }

  /** A row that is there already is the notice of this very reminder, which broke off. */
  async #mayNotice({ conversation_id, recipient, seq }: SmsReminder, now: number): Promise<boolean> {
    const { sms } = this.#parts.store;
    if (await sms.byKey(smsKey.notice(conversation_id, seq, recipient))) return true;
    return sms.takeNotice(conversation_id, recipient, now, NOTICE_EVERY_MS);
  }

  async #open({ conversation_id, recipient, sender, seq, mode }: SmsReminder, number: string, now: number) {
    const { store, opened } = this.#parts;
    const kind = mode === "full" ? "message" : "notice";
    await store.sms.open([
      {
        key: smsKey[kind](conversation_id, seq, recipient),
        ...{ kind, number, sender, recipient, conversation_id, seq, now, not_before: now },
        ...{
          link: null,
          expires_at: now + NOTICE_LIFETIME_MS,
          fen_max: null,
          details: JSON.stringify({ kind }),
        },
      },
    ]);
    opened();
  }

  /** What came while it waited, and was not got with it, waits by itself from then on. */
  async #satisfied(reminder: SmsReminder, mark: number): Promise<void> {
    await this.#end(reminder, "cancelled");
    const { conversation_id, sender, mode } = reminder;
    if (mode === "full") return; // each message has its own
    const page = { after_seq: mark, limit: LOOKED_THROUGH_MAX };
    const { entries } = await this.#parts.store.conversations.read(conversation_id, sender, page);
    const next = entries.find((entry) => isWaiting(entry, sender));
    if (next)
      await this.remind({ kind: "remind", conversation_id, seq: next.seq, sender, at: next.server_time });
  }

  async #end(reminder: SmsReminder, state: "asked" | "cancelled", price = NOTHING): Promise<void> {
    const { store } = this.#parts;
    const [reach] = await store.accounts.reach([reminder.recipient]);
    if (await store.sms.endReminder(reminder)) await this.#tell(reminder, state, reach?.number ?? "", price);
  }

  /** What the message itself costs as SMS: who is asked decides about that. */
  async #price({ conversation_id, sender, seq }: SmsReminder): Promise<Price> {
    const { store, recipients, rates, clock } = this.#parts;
    const entry = await entryAt(store, conversation_id, sender, seq);
    if (!entry) return NOTHING;
    const people = await recipients.unreached(conversation_id, sender, seq);
    const resolved = await recipients.resolve(conversation_id, people, clock.now());
    const priced = await rates.price(sender, resolved, entry.content, entry.fold);
    return priced?.[0] ?? NOTHING;
  }

  async #tell(
    { conversation_id, recipient: to, sender, seq, mode, due_at }: SmsReminder,
    state: "planned" | "asked" | "cancelled",
    number: string,
    { units, fen } = NOTHING,
  ): Promise<void> {
    await this.#parts.teller.tell(
      sender,
      { conversation_id, seq, to },
      {
        kind: mode === "full" ? "message" : "notice",
        ...{ state, reason: null, carrier: carrierOf(number), units, fen },
        due_at: state === "planned" ? due_at : null,
        at: this.#parts.clock.now(),
      },
    );
  }
}

interface SmsAbout {
  conversation_id: ConversationId;
  to: AccountId;
  progress: SmsProgress;
}

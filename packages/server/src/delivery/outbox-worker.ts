import type { ConversationLog } from "../conversation/conversation-log.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import type { Effect, OutboxRow } from "../store/outbox-store.ts";
import type { Store } from "../store/store.ts";

type EffectOf<Kind extends Effect["kind"]> = Extract<Effect, { kind: Kind }>;

interface Parts {
  store: Store;
  log: ConversationLog;
  clock: Clock;
  logger: Logger;
  /** Sends the SMS with a verification's code; at most once, whatever happens. */
  sendCode(effect: EffectOf<"code_sms">): Promise<void>;
}

const BATCH = 1_000;
/** For effects whose hint was lost, or that failed. */
const POLL_INTERVAL_MS = 1_000;

/** Does what transactions left to be done outside them (D14). */
export class OutboxWorker {
  readonly #parts: Parts;
  readonly #stop: () => void;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.store.outbox.onQueued(() => void this.settle());
    this.#stop = repeat(parts.clock, POLL_INTERVAL_MS, () => this.settle());
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#running;
  }

  /** Resolves when everything queued before the call has been done, SMS excepted: those are only handed over. */
  async settle(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#drain();
    return this.#running;
  }

  async #drain(): Promise<void> {
    let succeeded = true;
    do {
      this.#again = false;
      const rows = await this.#parts.store.outbox.pending(BATCH);
      // Effects do not depend on each other's order: each brings its target to the present state of its source.
      const attempts = await Promise.all(rows.map((row) => this.#attempt(row)));
      succeeded = !attempts.includes(false);
      if (rows.length === BATCH) this.#again = true;
    } while (this.#again && succeeded);
    this.#running = null; // in the same turn as the last look at `again`, so that no call falls between
  }

  async #attempt(row: OutboxRow): Promise<boolean> {
    try {
      await this.#perform(row);
      return true;
    } catch (failure) {
      this.#parts.logger.warn("an effect failed and will be tried again", {
        kind: row.effect.kind,
        error: describeFailure(failure),
      });
      return false;
    }
  }

  async #perform({ no, effect }: OutboxRow): Promise<void> {
    const { outbox } = this.#parts.store;
    switch (effect.kind) {
      case "code_sms":
        await outbox.begin(no);
        void this.#parts.sendCode(effect).finally(() => outbox.done(no));
        return;
      case "list_conversation":
        await this.#listConversation(effect);
        break;
      case "refresh_member":
        await this.#refreshMember(effect);
        break;
      case "profile_changed":
        await this.#spreadProfile(effect);
        break;
    }
    await outbox.done(no);
  }

  async #listConversation(effect: EffectOf<"list_conversation">): Promise<void> {
    const { account_id, conversation_id, opened_by_me, title, at } = effect;
    const change = {
      type: "conversation",
      conversation_id,
      kind: effect.conversation,
      title,
      opened_by_me,
      at,
    } as const;
    const placed = await this.#parts.store.accounts.list(account_id, change);
    if (placed) this.#parts.log.announceAccountChange(account_id, placed);
  }

  async #refreshMember({ account_id, conversation_id }: EffectOf<"refresh_member">): Promise<void> {
    const profile = await this.#parts.store.accounts.profile(account_id);
    if (!profile) return;
    const member = await this.#parts.store.conversations.refreshMember(conversation_id, profile);
    if (member) this.#parts.log.announceMember(conversation_id, member);
  }

  async #spreadProfile({ account_id }: EffectOf<"profile_changed">): Promise<void> {
    for (const conversation_id of await this.#parts.store.accounts.listed(account_id)) {
      await this.#refreshMember({ kind: "refresh_member", account_id, conversation_id });
    }
  }
}

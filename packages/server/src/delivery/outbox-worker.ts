import type { AccountId, ConversationId, MemberState, Profile } from "@feiliao/protocol";
import { askDevices } from "../accounts/asked-devices.ts";
import { copyBlock, copyBlockTo } from "../accounts/blocks.ts";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import { inBackground } from "../platform/failure.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import type { MemberProfile } from "../store/conversation-store.ts";
import type { Effect, OutboxRow } from "../store/outbox-store.ts";
import type { Store } from "../store/store.ts";
import type { Doubts } from "./doubts.ts";
import { showErased } from "./show-erased.ts";

type EffectOf<Kind extends Effect["kind"]> = Extract<Effect, { kind: Kind }>;

interface Parts {
  store: Store;
  log: ConversationLog;
  doubts: Doubts;
  clock: Clock;
  random: Random;
  logger: Logger;
  sms: {
    /** Queues in the ledger what goes out as SMS; an effect is the same one by its number. */
    perform(no: number, effect: EffectOf<"message_sms" | "remind" | "code_sms">): Promise<void>;
  };
}

const BATCH = 1_000;
/** For effects whose hint was lost, that failed, or that a dead node left. */
const POLL_INTERVAL_MS = 1_000;
/** Each node polls a little more seldom, by a time of its own, so that many that started together drift apart. */
const POLL_SPREAD_MS = 250;
const RETRY_AFTER_MS = 5_000;
/**
 * What was claimed and not done by then is taken over: the node that claimed it has died. Short, because people wait
 * for it (D9), and doing an effect twice is doing it once.
 */
const LEASE_MS = 3_000;

/** Does what transactions left to be done outside them (D14). */
export class OutboxWorker {
  readonly #parts: Parts;
  readonly #stop: () => void;
  #running: Promise<void> | null = null;
  #again = false;
  #closed = false;

  constructor(parts: Parts) {
    const { store, clock, logger, random } = parts;
    this.#parts = parts;
    store.outbox.onQueued(() => inBackground(logger, "the outbox", this.settle()));
    const [spread = 0] = random.bytes(1);
    const interval_ms = POLL_INTERVAL_MS + (spread / 256) * POLL_SPREAD_MS;
    this.#stop = repeat(clock, logger, interval_ms, () => this.settle());
  }

  /** What is under way is done, or has failed and was reported to who asked for it; what comes is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stop();
    await this.#running?.catch(() => {});
  }

  /** Resolves when everything that is due has been tried. SMS are only queued. */
  async settle(): Promise<void> {
    if (this.#closed) return;
    this.#again = true;
    this.#running ??= this.#drain();
    await this.#running;
  }

  async #drain(): Promise<void> {
    const { store, clock } = this.#parts;
    try {
      while (this.#again) {
        this.#again = false;
        const rows = await store.outbox.claim(BATCH, clock.now(), LEASE_MS);
        // Effects do not depend on each other's order: each brings its target to the present state of its source.
        await Promise.all(rows.map((row) => this.#attempt(row)));
        if (rows.length === BATCH && !this.#closed) this.#again = true;
      }
    } finally {
      this.#running = null;
    }
  }

  async #attempt(row: OutboxRow): Promise<void> {
    const { store, clock, logger } = this.#parts;
    try {
      await this.#perform(row);
    } catch (failure) {
      const { kind } = row.effect;
      logger.warn("an effect failed and will be tried again", { kind, error: describeFailure(failure) });
      await store.outbox.postpone(row.no, clock.now() + RETRY_AFTER_MS);
    }
  }

  async #perform({ no, effect }: OutboxRow): Promise<void> {
    switch (effect.kind) {
      case "message_sms":
      case "remind":
      case "code_sms":
        await this.#parts.sms.perform(no, effect);
        break;
      case "list_conversation":
        await this.#listConversation(effect);
        break;
      case "refresh_member":
        await this.#showTo(effect.account_id, [effect.conversation_id]);
        break;
      case "profile_changed":
        await this.#spreadProfile(effect);
        break;
      case "account_erased":
        await showErased(this.#parts, effect);
        break;
      case "link_asked":
        await askDevices(this.#parts, effect);
        break;
      case "block_changed":
        await copyBlock(this.#parts, effect);
        break;
    }
    await this.#parts.store.outbox.done(no);
  }

  /**
   * Says what the account is in the conversation now. An effect whose state has passed leaves it to the one of the
   * change that came after; when that was overtaken by this write, it is said once more.
   */
  async #listConversation(effect: EffectOf<"list_conversation">): Promise<void> {
    const { conversations } = this.#parts.store;
    const { account_id, conversation_id } = effect;
    if (effect.conversation !== "direct") this.#parts.log.announceAudience(conversation_id);
    const stateNow = async () =>
      (await conversations.standing(conversation_id, account_id))?.standing.state ?? null;
    let state = await stateNow();
    if (state !== effect.state) return;
    for (let said: MemberState | null = null; state !== null && state !== said; state = await stateNow()) {
      await this.#list(effect, state);
      said = state;
    }
    // Who was blocked before there was a conversation is blocked in it too.
    if (effect.conversation === "direct") await copyBlockTo(this.#parts.store, account_id, conversation_id);
  }

  async #list(effect: EffectOf<"list_conversation">, state: MemberState): Promise<void> {
    const { account_id, conversation_id, opened_by_me, title, at } = effect;
    const invited_by = state === "invited" ? effect.invited_by : null;
    const change = {
      type: "conversation",
      conversation_id,
      kind: effect.conversation,
      ...{ title, opened_by_me, state, invited_by, at },
    } as const;
    const { store, doubts } = this.#parts;
    const placed = await doubts.watch({ account_id }, store.accounts.list(account_id, change));
    if (placed) this.#parts.log.announceAccountChange(account_id, placed);
  }

  async #spreadProfile({ account_id }: EffectOf<"profile_changed">): Promise<void> {
    await this.#showTo(account_id, await this.#parts.store.accounts.listed(account_id));
  }

  /**
   * Until the profile is still what was written: another node that has read a newer one may have been first to
   * write it, and would be overwritten with the older.
   */
  async #showTo(account_id: AccountId, conversations: readonly ConversationId[]): Promise<void> {
    const { accounts } = this.#parts.store;
    let profile = await accounts.profile(account_id);
    while (profile) {
      const shown: Profile = profile;
      const { name, picture, number } = shown;
      const seen = { account_id, name, picture, address: `tel:${number}` };
      await Promise.all(conversations.map((conversation_id) => this.#show(conversation_id, seen)));
      profile = await accounts.profile(account_id);
      if (profile?.name === name && profile.picture === picture && profile.number === number) return;
    }
  }

  async #show(conversation_id: ConversationId, profile: MemberProfile): Promise<void> {
    const { store, doubts } = this.#parts;
    const refreshed = store.conversations.refreshMember(conversation_id, profile);
    const changed = await doubts.watch({ conversation_id }, refreshed);
    if (changed) this.#parts.log.announceMembers(conversation_id, [changed]);
  }
}

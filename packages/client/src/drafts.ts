import type { AccountChange, ConversationId } from "@feiliao/protocol";
import type { Cache, CacheChange } from "./cache/port.ts";
import { type DraftRecord, deleteMeta, metaKey, putMeta } from "./cache/records.ts";
import type { Call } from "./call.ts";
import type { Model } from "./model/model.ts";
import { verdictOf } from "./outbox/verdict.ts";
import type { Clock } from "./types.ts";

const SAVE_AFTER_MS = 400;
/** The other devices learn of it when the typing has paused this long. */
const TELL_AFTER_MS = 2_000;

export interface DraftsParts {
  cache: Cache;
  call: Call;
  clock: Clock;
  device_id: string;
  model: Model;
  isOnline(): boolean;
  saved(conversation_id: ConversationId): void;
}

/**
 * What is being written: shown at once, kept when the typing pauses, and told to the person's other devices. What
 * another device wrote takes the place of what was left alone here, never of what the server does not have yet.
 */
export class Drafts {
  readonly #parts: DraftsParts;
  readonly #unsaved = new Set<ConversationId>();
  readonly #untold = new Set<ConversationId>();
  #saveTimer: unknown = null;
  #tellTimer: unknown = null;

  constructor(parts: DraftsParts) {
    this.#parts = parts;
  }

  /** Takes up what the last run did not tell. */
  async load(): Promise<void> {
    const drafts = await this.#parts.cache.range<DraftRecord>("meta", ...metaKey.every("draft"));
    for (const { conversation_id, untold } of drafts) if (untold) this.#untold.add(conversation_id);
  }

  set(conversation_id: ConversationId, text: string, reply_to: number | null): void {
    const { model, clock } = this.#parts;
    const conversation = model.ensure(conversation_id);
    if (conversation.draft.text === text && conversation.draft.reply_to === reply_to) return;
    conversation.setDraft({ text, reply_to });
    this.#unsaved.add(conversation_id);
    this.#untold.add(conversation_id);
    clock.clearTimeout(this.#saveTimer);
    this.#saveTimer = clock.setTimeout(() => void this.save(), SAVE_AFTER_MS);
    this.#tellSoon(text === "" ? SAVE_AFTER_MS : TELL_AFTER_MS);
  }

  /** Another device wrote something, or this one's own telling comes back. */
  receive({ conversation_id, text, reply_to, device_id }: Extract<AccountChange, { type: "draft" }>): void {
    if (device_id === this.#parts.device_id || this.#untold.has(conversation_id)) return;
    this.#parts.model.ensure(conversation_id).setDraft({ text, reply_to });
    this.#unsaved.add(conversation_id);
    void this.save();
  }

  online(): void {
    if (this.#untold.size > 0) this.#tellSoon(0);
  }

  async stop(): Promise<void> {
    this.#parts.clock.clearTimeout(this.#tellTimer);
    await this.save();
  }

  async save(): Promise<void> {
    const { cache, clock, saved } = this.#parts;
    clock.clearTimeout(this.#saveTimer);
    const unsaved = [...this.#unsaved];
    this.#unsaved.clear();
    if (unsaved.length === 0) return;
    await cache.write(unsaved.map((id) => this.#record(id))).catch(() => {}); // a draft is worth no alarm
    for (const conversation_id of unsaved) saved(conversation_id);
  }

  /** An empty draft is kept until it is told: the other devices have what it was before. */
  #record(conversation_id: ConversationId): CacheChange {
    const { text, reply_to } = this.#parts.model.ensure(conversation_id).draft;
    const key = metaKey.draft(conversation_id);
    const untold = this.#untold.has(conversation_id);
    if (text === "" && reply_to === null && !untold) return deleteMeta(key);
    return putMeta(key, { conversation_id, text, reply_to, untold } satisfies DraftRecord);
  }

  #tellSoon(wait_ms: number): void {
    const { clock } = this.#parts;
    clock.clearTimeout(this.#tellTimer);
    this.#tellTimer = clock.setTimeout(() => void this.#tell(), wait_ms);
  }

  async #tell(): Promise<void> {
    if (!this.#parts.isOnline()) return; // the next connection does it
    for (const conversation_id of [...this.#untold]) await this.#tellOf(conversation_id);
  }

  async #tellOf(conversation_id: ConversationId): Promise<void> {
    const { call, model } = this.#parts;
    const draft = model.ensure(conversation_id).draft;
    try {
      await call("draft/set", { conversation_id, ...draft });
    } catch (error) {
      const verdict = verdictOf(error);
      if (verdict.type === "later") return this.#tellSoon(verdict.after_ms);
      if (verdict.type === "unknown") return; // the next connection does it
    }
    if (model.ensure(conversation_id).draft !== draft) return; // more was typed meanwhile
    this.#untold.delete(conversation_id);
    this.#unsaved.add(conversation_id);
    await this.save();
  }
}

import type { ConversationId } from "@feiliao/protocol";
import type { Cache } from "./cache/port.ts";
import { deleteMeta, metaKey, putMeta } from "./cache/records.ts";
import type { Model } from "./model/model.ts";
import type { Clock } from "./types.ts";

const SAVE_AFTER_MS = 400;

/** What is being written: shown at once, kept when the typing pauses. */
export class Drafts {
  readonly #cache: Cache;
  readonly #clock: Clock;
  readonly #model: Model;
  readonly #saved: (conversation_id: ConversationId) => void;
  readonly #unsaved = new Map<ConversationId, string>();
  #timer: unknown = null;

  constructor(parts: {
    cache: Cache;
    clock: Clock;
    model: Model;
    saved(conversation_id: ConversationId): void;
  }) {
    this.#cache = parts.cache;
    this.#clock = parts.clock;
    this.#model = parts.model;
    this.#saved = (conversation_id) => parts.saved(conversation_id);
  }

  set(conversation_id: ConversationId, text: string): void {
    this.#model.conversation(conversation_id)?.setDraft(text);
    this.#unsaved.set(conversation_id, text);
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(() => void this.save(), SAVE_AFTER_MS);
  }

  async save(): Promise<void> {
    this.#clock.clearTimeout(this.#timer);
    const unsaved = [...this.#unsaved];
    this.#unsaved.clear();
    const changes = unsaved.map(([conversation_id, text]) => {
      const key = metaKey.draft(conversation_id);
      return text === "" ? deleteMeta(key) : putMeta(key, { conversation_id, text });
    });
    await this.#cache.write(changes).catch(() => {}); // a draft is worth no alarm
    for (const [conversation_id] of unsaved) this.#saved(conversation_id);
  }
}

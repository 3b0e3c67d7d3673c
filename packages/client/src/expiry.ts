import type { ConversationId, Entry } from "@feiliao/protocol";
import { byConversation } from "./by-conversation.ts";
import type { Cache, CacheChange } from "./cache/port.ts";
import { deleteMeta, type ExpiringRecord, metaKey, putEntry, putMeta } from "./cache/records.ts";
import { erasedEntry } from "./model/log.ts";
import type { Model } from "./model/model.ts";
import { letGo } from "./sync/kept-entries.ts";
import type { Clock } from "./types.ts";

/** Timers of browsers wait no longer than 2³¹ ms. */
const WAIT_MS_MAX = 24 * 3_600_000;

/**
 * Messages that disappear: when their time has come, by this device's clock, they go from the screen and from the
 * cache, also when the device was off meanwhile. The server does the same with its log, and tells nobody.
 */
export class Expiry {
  readonly #cache: Cache;
  readonly #clock: Clock;
  readonly #model: Model;
  readonly #due = new Map<string, ExpiringRecord>();
  #timer: unknown = null;
  #stopped = false;

  constructor(parts: { cache: Cache; clock: Clock; model: Model }) {
    this.#cache = parts.cache;
    this.#clock = parts.clock;
    this.#model = parts.model;
  }

  /** Takes up what the last run left; resolves when what is due by now is gone. */
  async load(): Promise<void> {
    const records = await this.#cache.range<ExpiringRecord>("meta", ...metaKey.every("expiring"));
    for (const record of records) this.#due.set(keyOf(record), record);
    await this.#sweep();
  }

  /** Entries came; answers what to write together with them. */
  arrived(conversation_id: ConversationId, entries: readonly Entry[]): CacheChange[] {
    const records = entries.flatMap(({ seq, server_time, content }) => {
      const expires_in_s = "expires_in_s" in content ? content.expires_in_s : undefined;
      if (expires_in_s === undefined) return [];
      const record: ExpiringRecord = { conversation_id, seq, due_at: server_time + expires_in_s * 1_000 };
      return this.#due.has(keyOf(record)) ? [] : [record];
    });
    if (records.length === 0) return [];
    for (const record of records) this.#due.set(keyOf(record), record);
    this.#schedule();
    return records.map((record) => putMeta(metaKey.expiring(conversation_id, record.seq), record));
  }

  stop(): void {
    this.#stopped = true;
    this.#clock.clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#clock.clearTimeout(this.#timer);
    if (this.#stopped || this.#due.size === 0) return;
    let next = Number.POSITIVE_INFINITY;
    for (const { due_at } of this.#due.values()) next = Math.min(next, due_at);
    const wait_ms = Math.min(Math.max(0, next - this.#clock.now()), WAIT_MS_MAX);
    this.#timer = this.#clock.setTimeout(() => void this.#sweep(), wait_ms);
  }

  async #sweep(): Promise<void> {
    const now = this.#clock.now();
    const gone = [...this.#due.values()].filter(({ due_at }) => due_at <= now);
    for (const record of gone) this.#due.delete(keyOf(record));
    this.#schedule();
    for (const [conversation_id, records] of byConversation(gone)) {
      const seqs = records.map(({ seq }) => seq);
      await this.#erase(conversation_id, seqs).catch(() => {}); // the next start does it
    }
  }

  async #erase(conversation_id: ConversationId, seqs: readonly number[]): Promise<void> {
    const conversation = this.#model.conversation(conversation_id);
    const loaded = seqs.flatMap((seq) => conversation?.log.at(seq) ?? []);
    const cached = await Promise.all(
      seqs.map((seq) => this.#cache.get<Entry>("entries", [conversation_id, seq])),
    );
    const kept = cached.filter((entry) => entry !== undefined);
    const edits = [...loaded, ...kept].flatMap(({ fold }) => fold?.edit?.seqs ?? []);
    conversation?.erase([...seqs, ...edits]);
    const cachedEdits = await Promise.all(
      edits.map((seq) => this.#cache.get<Entry>("entries", [conversation_id, seq])),
    );
    const emptied = [...kept, ...cachedEdits.filter((entry) => entry !== undefined)].map(erasedEntry);
    await this.#cache.write([
      ...(await letGo(this.#cache, conversation_id, emptied)),
      ...emptied.map((entry) => putEntry(conversation_id, entry)),
      ...seqs.map((seq) => deleteMeta(metaKey.expiring(conversation_id, seq))),
    ]);
  }
}

function keyOf({ conversation_id, seq }: ExpiringRecord): string {
  return `${conversation_id} ${seq}`;
}

import type { ConversationId, Entry } from "@feiliao/protocol";
import type { Cache } from "./cache/port.ts";
import { entryRange, putEntry } from "./cache/records.ts";
import type { Call } from "./call.ts";
import type { Conversation } from "./model/conversation.ts";
import { hasMessage } from "./model/message-view.ts";
import type { Keeper } from "./sync/keeper.ts";

const PAGE_ENTRIES = 100;
/** Of a page around a message: so many before it. */
const ENTRIES_BEFORE = 40;

interface HistoryParts {
  cache: Cache;
  call: Call;
  keeper: Keeper;
  onEntries(conversation: Conversation, entries: readonly Entry[]): void;
}

/** Pages of logs: older ones from the cache as far as it goes, then from the server. */
export class History {
  readonly #parts: HistoryParts;
  readonly #loading = new Map<ConversationId, Promise<boolean>>();

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  /** Resolves false when nothing older exists or is in reach. */
  loadOlder(conversation: Conversation): Promise<boolean> {
    const { conversation_id } = conversation.record;
    const running = this.#loading.get(conversation_id);
    if (running) return running;
    const loading = this.#load(conversation)
      .catch(() => false)
      .finally(() => this.#loading.delete(conversation_id));
    this.#loading.set(conversation_id, loading);
    return loading;
  }

  /** Older pages until there is a message: the newest entries may be the ends of talks, which are none. */
  async loadMessage(conversation: Conversation): Promise<void> {
    while (!hasMessage(conversation) && (await this.loadOlder(conversation)));
  }

  /** The entries around a seq; null when they are out of reach. */
  async around(conversation: Conversation, seq: number): Promise<Entry[] | null> {
    return await this.after(conversation, Math.max(0, seq - 1 - ENTRIES_BEFORE));
  }

  /** The entries right before a seq; null when they are out of reach. */
  async before(conversation: Conversation, seq: number): Promise<Entry[] | null> {
    if (seq <= 1) return [];
    const cached = await this.#fromCache(conversation, seq);
    return cached ?? (await this.#fromServer(conversation, { before_seq: seq }).catch(() => null));
  }

  /** The entries right after a seq; null when they are out of reach. */
  async after(conversation: Conversation, seq: number): Promise<Entry[] | null> {
    return await this.#fromServer(conversation, { after_seq: seq }).catch(() => null);
  }

  /** One entry, wherever it is. Null: there is none, or none that this person may read. @throws when out of reach */
  async entry({ record, log }: Conversation, seq: number): Promise<Entry | null> {
    const { conversation_id } = record;
    const known = log.at(seq) ?? (await this.#parts.cache.get<Entry>("entries", [conversation_id, seq]));
    if (known) return known;
    const page = await this.#parts.call("conversation/read", {
      conversation_id,
      after_seq: seq - 1,
      limit: 1,
    });
    return page.entries.find((entry) => entry.seq === seq) ?? null;
  }

  async #load(conversation: Conversation): Promise<boolean> {
    const { concealed, log, me } = conversation;
    const { first } = log;
    if (first <= Math.max(concealed.cleared + 1, me?.from_seq ?? 1)) return false;
    const page = await this.before(conversation, first);
    if (!page || log.first !== first) return false; // the log began anew meanwhile
    conversation.prepend(page);
    this.#parts.onEntries(conversation, page);
    return log.first < first;
  }

  /** The cached entries right before `first`, or null when there are none. */
  async #fromCache({ record }: Conversation, first: number): Promise<Entry[] | null> {
    const range = entryRange(record.conversation_id, first - PAGE_ENTRIES, first - 1);
    const cached = await this.#parts.cache.range<Entry>("entries", ...range);
    const hole = cached.findLastIndex((entry, index) => entry.seq !== first - cached.length + index);
    const page = cached.slice(hole + 1);
    return page.length > 0 ? page : null;
  }

  async #fromServer(
    { record, log }: Conversation,
    from: { before_seq: number } | { after_seq: number },
  ): Promise<Entry[] | null> {
    const { conversation_id, epoch } = record;
    const page = await this.#parts.call("conversation/read", {
      conversation_id,
      ...from,
      limit: PAGE_ENTRIES,
    });
    if (page.epoch !== epoch) return null;
    const entries = log.asOf(page.entries);
    void this.#parts.keeper.write(() => entries.map((entry) => putEntry(conversation_id, entry)));
    return entries;
  }
}

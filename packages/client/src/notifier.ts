import type { Entry } from "@feiliao/protocol";
import type { Cache } from "./cache/port.ts";
import { metaKey, putMeta } from "./cache/records.ts";
import type { Changes } from "./changes.ts";
import type { Conversation } from "./model/conversation.ts";
import { entryView, isUnread } from "./model/message-view.ts";

/**
 * Tells of messages that are new to this device, at most once each (D8): the tab that moves the cached watermark
 * past an entry is the one that tells of it. A voice message is told of when it has ended.
 */
export class Notifier {
  readonly #cache: Cache;
  readonly #changes: Changes;

  constructor(cache: Cache, changes: Changes) {
    this.#cache = cache;
    this.#changes = changes;
  }

  /** Everything up to the end of the log counts as told. */
  async skip({ record, log }: Conversation): Promise<void> {
    const { conversation_id } = record;
    const { end } = log;
    await this.#exclusively(conversation_id, () =>
      this.#cache.write([putMeta(metaKey.notified(conversation_id), end)]),
    ).catch(() => {});
  }

  async tell(conversation: Conversation, entries: readonly Entry[]): Promise<void> {
    const { conversation_id } = conversation.record;
    const last = entries.at(-1)?.seq ?? 0;
    const key = metaKey.notified(conversation_id);
    const told = await this.#exclusively(conversation_id, async () => {
      const before = (await this.#cache.get<number>("meta", key)) ?? 0;
      if (last > before) await this.#cache.write([putMeta(key, last)]);
      return before;
    }).catch(() => Number.POSITIVE_INFINITY); // rather not at all than twice
    for (const entry of entries.filter(({ seq }) => seq > told)) this.#tellOf(conversation, entry);
  }

  #exclusively<T>(conversation_id: string, action: () => Promise<T>): Promise<T> {
    return this.#cache.exclusive(`notify/${conversation_id}`, action);
  }

  #tellOf(conversation: Conversation, entry: Entry): void {
    const message = messageEndedBy(conversation, entry);
    const { viewpoint, marks } = conversation;
    if (!message || message.seq <= marks.read || !isUnread(message, viewpoint)) return;
    this.#changes.emit({ type: "message", message: entryView(message, viewpoint) });
  }
}

/** The message that is whole with this entry: itself, or the voice message whose talk it ends for the first time. */
function messageEndedBy({ log }: Conversation, entry: Entry): Entry | undefined {
  const { content } = entry;
  if (content.type === "voice") return undefined;
  if (content.type !== "talk_end") return entry;
  const endedBefore = log
    .from(content.target)
    .some(
      (other) =>
        other.seq < entry.seq && other.content.type === "talk_end" && other.content.target === content.target,
    );
  return endedBefore ? undefined : log.at(content.target);
}

import type { Entry } from "@feiliao/protocol";
import type { Cache } from "../cache/port.ts";
import { type DroppedLog, deleteDroppedLog, type LostRecord, metaKey, putLost } from "../cache/records.ts";
import type { Call } from "../call.ts";
import type { Changes } from "../changes.ts";
import { coalesced } from "../coalesced.ts";
import type { Conversation } from "../model/conversation.ts";
import type { Model } from "../model/model.ts";
import { messageKey } from "./compare.ts";
import { lostOf } from "./lost-of.ts";

export interface LostMessagesParts {
  cache: Cache;
  call: Call;
  changes: Changes;
  model: Model;
  saved(conversation: Conversation): void;
}

/**
 * What this device has and the server has lost, as after a restore from a backup (D10). When a log begins anew,
 * what the device had of it is put aside; here it is compared with the server's log, and what that still has, or
 * gets again, is let go.
 */
export class LostMessages {
  readonly #parts: LostMessagesParts;
  /** Compares what was put aside; what cannot be compared now is tried again the next time. */
  readonly settle = coalesced(() => this.#settle());

  constructor(parts: LostMessagesParts) {
    this.#parts = parts;
  }

  /** Entries came into a log here: what was lost of them is not any more. */
  arrived(conversation: Conversation, entries: readonly Entry[]): void {
    if (conversation.lost.length === 0) return;
    const present = new Set(entries.map(messageKey));
    const found = conversation.lost.filter((entry) => present.has(messageKey(entry)));
    if (found.length > 0) void this.letGo(conversation, found).catch(() => {}); // found again when it is loaded
  }

  /** These are lost no more, or are not wanted any more. */
  async letGo(conversation: Conversation, entries: readonly Entry[]): Promise<void> {
    const keys = new Set(entries.map(messageKey));
    await this.#update(conversation, (lost) => lost.filter((entry) => !keys.has(messageKey(entry))));
  }

  /** Takes over what another tab wrote. */
  async reload(conversation: Conversation): Promise<void> {
    conversation.setLost(await this.#read(conversation));
  }

  async #settle(): Promise<void> {
    const { cache, call, model } = this.#parts;
    const dropped = await cache.range<DroppedLog>("meta", ...metaKey.every("dropped"));
    for (const log of dropped) {
      const gone = log.gone ?? (await lostOf(log.conversation_id, log.entries, call).catch(() => null));
      if (gone) await this.#add(model.ensure(log.conversation_id), gone, log);
    }
  }

  /** Says so, once. */
  async #add(conversation: Conversation, gone: readonly Entry[], log: DroppedLog): Promise<void> {
    const before = conversation.view.lost;
    const add = (lost: readonly Entry[]) => {
      const present = new Set([...lost, ...conversation.log.entries].map(messageKey));
      return [...lost, ...gone.filter((entry) => !present.has(messageKey(entry)))];
    };
    await this.#update(conversation, add, log);
    const { conversation_id, lost: messages } = conversation.view;
    if (messages > before) this.#parts.changes.emit({ type: "messages_lost", conversation_id, messages });
  }

  async #update(
    conversation: Conversation,
    change: (lost: readonly Entry[]) => Entry[],
    settled?: DroppedLog,
  ): Promise<void> {
    const { cache, saved } = this.#parts;
    const { conversation_id } = conversation.record;
    await cache.exclusive(`lost/${conversation_id}`, async () => {
      const lost = change(await this.#read(conversation));
      await cache.write([
        putLost({ conversation_id, entries: lost }),
        ...(settled ? [deleteDroppedLog(settled)] : []),
      ]);
      conversation.setLost(lost);
    });
    saved(conversation);
  }

  async #read({ record }: Conversation): Promise<readonly Entry[]> {
    const kept = await this.#parts.cache.get<LostRecord>("meta", metaKey.lost(record.conversation_id));
    return kept?.entries ?? [];
  }
}

import type { AccountChange, ConversationId } from "@feiliao/protocol";
import type { Cache, CacheChange } from "../cache/port.ts";
import { type BlockRecord, deleteMeta, metaKey, putMeta, type SettingsRecord } from "../cache/records.ts";

/** How the person's devices treat a conversation. */
export type ConversationSettings = Omit<SettingsRecord, "conversation_id">;

export const DEFAULT_CONVERSATION_SETTINGS: ConversationSettings = {
  muted_until: null,
  pinned: false,
  archived: false,
  marked_unread: false,
};

/** What a person has decided about others, as their account's log has told it: blocks, and settings of conversations. */
export class Kept {
  readonly #blocked: Set<string>;
  readonly #settings: Map<ConversationId, ConversationSettings>;

  constructor(blocked: readonly string[] = [], settings: readonly SettingsRecord[] = []) {
    this.#blocked = new Set(blocked);
    this.#settings = new Map(settings.map(({ conversation_id, ...rest }) => [conversation_id, rest]));
  }

  static async load(cache: Cache): Promise<Kept> {
    const [blocks, settings] = await Promise.all([
      cache.range<BlockRecord>("meta", ...metaKey.every("block")),
      cache.range<SettingsRecord>("meta", ...metaKey.every("settings")),
    ]);
    return new Kept(
      blocks.map(({ address }) => address),
      settings,
    );
  }

  isBlocked(address: string | null): boolean {
    return address !== null && this.#blocked.has(address);
  }

  settings(conversation_id: ConversationId): ConversationSettings {
    return this.#settings.get(conversation_id) ?? DEFAULT_CONVERSATION_SETTINGS;
  }

  setBlocked({
    address,
    blocked,
  }: Pick<Extract<AccountChange, { type: "block" }>, "address" | "blocked">): CacheChange[] {
    const key = metaKey.block(address);
    if (blocked) this.#blocked.add(address);
    else this.#blocked.delete(address);
    return [blocked ? putMeta(key, { address } satisfies BlockRecord) : deleteMeta(key)];
  }

  setSettings({
    conversation_id,
    muted_until,
    pinned,
    archived,
    marked_unread,
  }: SettingsRecord): CacheChange[] {
    const settings = { muted_until, pinned, archived, marked_unread };
    this.#settings.set(conversation_id, settings);
    return [putMeta(metaKey.settings(conversation_id), { conversation_id, ...settings })];
  }

  /** The account's log is told anew. */
  forget(): CacheChange[] {
    const changes = [
      ...[...this.#blocked].map((address) => deleteMeta(metaKey.block(address))),
      ...[...this.#settings.keys()].map((id) => deleteMeta(metaKey.settings(id))),
    ];
    this.#blocked.clear();
    this.#settings.clear();
    return changes;
  }
}

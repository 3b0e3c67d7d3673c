import type { ConversationId, Entry, TalkId } from "@feiliao/protocol";
import type { Cache, CacheChange } from "../cache/port.ts";
import { deleteItem, metaKey, putItem, putMeta } from "../cache/records.ts";
import type { Conversation } from "../model/conversation.ts";
import type { Model } from "../model/model.ts";
import { firstState, type OutboxItem, type Payload, showsBeforeKept, type UploadItem } from "./item.ts";

/** A new item: everything but its place in the order. */
export type Composed<P extends Payload = Payload> = Omit<OutboxItem<P>, "position" | "state">;

/** Items that have no position yet stand behind those that have one, in the order of composing. */
const UNPLACED = 2 ** 52;

/**
 * What was composed on this device and is not yet in its log, in the order of composing. Changes show at once
 * and are written behind one another, so that the cache sees them in the order they were made.
 */
export class Outbox {
  readonly #cache: Cache;
  readonly #model: Model;
  readonly #announce: () => void;
  readonly #items = new Map<string, OutboxItem>();
  readonly #sending = new Set<string>();
  /** Items that are in the cache, as far as this tab knows, with their position there. */
  readonly #kept = new Map<string, number>();
  /** Items with changes that are not written yet: the cache's state of them is old. */
  readonly #unwritten = new Map<string, number>();
  /** Items whose entry has arrived while the cache may still hold them. */
  readonly #landed = new Set<string>();
  #queue: Promise<unknown> = Promise.resolve();
  #composed = 0;

  constructor(cache: Cache, model: Model, announce: () => void) {
    this.#cache = cache;
    this.#model = model;
    this.#announce = announce;
  }

  get items(): readonly OutboxItem[] {
    return [...this.#items.values()].sort((a, b) => a.position - b.position);
  }

  get conversations(): Set<ConversationId> {
    return new Set(this.items.map((item) => item.conversation_id));
  }

  get(client_id: string): OutboxItem | undefined {
    return this.#items.get(client_id);
  }

  /** The next one to send: strictly the oldest that waits. */
  head(conversation_id: ConversationId): OutboxItem | undefined {
    return this.items.find(
      (item) => item.conversation_id === conversation_id && item.state.phase === "waiting",
    );
  }

  /**
   * Shows the item as soon as it is kept, which is when this resolves; what takes its time to be kept or recorded shows
   * at once. @throws when it cannot be kept; it is there all the same, unseen
   */
  compose(composed: Composed, besides: CacheChange[] = []): Promise<void> {
    const { client_id } = composed;
    this.#show({ ...composed, position: this.#unplaced(), state: firstState(composed.payload) });
    return this.#write(client_id, () => this.#enqueue(client_id, besides));
  }

  /** Changes an item that is there; resolves when the change is kept. */
  async update(
    client_id: string,
    change: Partial<Pick<OutboxItem, "state" | "payload" | "sms">>,
  ): Promise<void> {
    const item = this.#items.get(client_id);
    if (!item) return;
    this.#show({ ...item, ...change });
    await this.#write(client_id, async () => {
      const current = this.#items.get(client_id);
      if (current && this.#kept.has(client_id)) await this.#cache.write([putItem(current)]);
    });
  }

  /** Puts a refused item behind all others, to be sent once more. */
  async requeue(client_id: string): Promise<void> {
    const item = this.#items.get(client_id);
    if (item?.state.phase !== "failed") return;
    this.#show({ ...item, position: this.#unplaced(), state: firstState(item.payload) });
    await this.#write(client_id, () => this.#enqueue(client_id, this.#removal(client_id)));
  }

  async remove(client_id: string, besides: CacheChange[] = []): Promise<void> {
    const item = this.#items.get(client_id);
    this.#items.delete(client_id);
    this.#sending.delete(client_id);
    if (item) this.#tell(item.conversation_id);
    await this.#write(client_id, async () => {
      await this.#cache.write([...this.#removal(client_id), ...besides]);
      this.#kept.delete(client_id);
    });
  }

  /** The next one whose file goes to the server. */
  nextUpload(): UploadItem | undefined {
    return this.items.find((item): item is UploadItem => item.state.phase === "uploading");
  }

  setSending(client_id: string, sending: boolean): void {
    if (sending) this.#sending.add(client_id);
    else this.#sending.delete(client_id);
    const item = this.#items.get(client_id);
    if (item) this.#tell(item.conversation_id);
  }

  /**
   * Entries of the log end the wait of the items they came from; a voice message goes on until its talk ends. What
   * is acknowledged is also over when the log here begins behind it. Answers what to write together with the entries.
   */
  landed({ record, log }: Pick<Conversation, "record" | "log">, entries: readonly Entry[]): CacheChange[] {
    const { conversation_id, epoch } = record;
    const own = entries.filter(({ sender }) => sender === this.#model.account.account_id);
    const arrived = own.flatMap((entry) => {
      const item = this.#items.get(entry.client_id);
      if (!item) return [];
      if (entry.content.type === "voice")
        return this.#started(item, epoch ?? 0, entry, entry.content.talk_id);
      return this.#land(item);
    });
    const passed = [...this.#items.values()].filter((item) => {
      if (item.conversation_id !== conversation_id || item.state.phase !== "acked") return false;
      const { ack } = item.state;
      return ack.epoch === epoch && ack.seq <= log.end;
    });
    return [...arrived, ...passed.flatMap((item) => this.#land(item))];
  }

  /** Takes over what other tabs did. */
  reload(): Promise<void> {
    return this.#run(async () => {
      const cached = await this.#cache.all<OutboxItem>("outbox");
      const present = new Set(cached.map((item) => item.client_id));
      for (const item of cached) this.#take(item);
      for (const item of this.items) if (!present.has(item.client_id)) this.#drop(item);
      for (const client_id of this.#landed) if (!present.has(client_id)) this.#landed.delete(client_id);
    });
  }

  /** Resolves when all changes are written. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  #unplaced(): number {
    return UNPLACED + this.#composed++;
  }

  #take(item: OutboxItem): void {
    if (this.#landed.has(item.client_id)) return;
    this.#kept.set(item.client_id, item.position);
    if (!this.#unwritten.has(item.client_id)) this.#show(item);
  }

  #drop({ client_id, conversation_id }: OutboxItem): void {
    if (this.#unwritten.has(client_id) || !this.#kept.has(client_id)) return;
    this.#items.delete(client_id);
    this.#kept.delete(client_id);
    this.#tell(conversation_id);
  }

  #land({ client_id, conversation_id }: OutboxItem): CacheChange[] {
    const removal = this.#removal(client_id);
    this.#items.delete(client_id);
    this.#kept.delete(client_id);
    this.#sending.delete(client_id);
    this.#landed.add(client_id);
    this.#tell(conversation_id);
    return removal;
  }

  #started(item: OutboxItem, epoch: number, { seq, server_time }: Entry, talk_id: TalkId): CacheChange[] {
    if (item.state.phase === "started") return [];
    const ack = { epoch, seq, server_time };
    void this.update(item.client_id, { state: { phase: "started", ack, talk_id } });
    return [];
  }

  /** Gives an item its place behind everything that any tab has composed. */
  async #enqueue(client_id: string, besides: CacheChange[]): Promise<void> {
    await this.#cache.exclusive("compose", async () => {
      const last = (await this.#cache.get<number>("meta", metaKey.outboxPosition)) ?? 0;
      const item = this.#items.get(client_id);
      if (!item) return;
      const placed = { ...item, position: last + 1 };
      await this.#cache.write([...besides, putItem(placed), putMeta(metaKey.outboxPosition, last + 1)]);
      this.#kept.set(client_id, placed.position);
      const current = this.#items.get(client_id);
      if (current) this.#show({ ...current, position: placed.position });
    });
  }

  #removal(client_id: string): CacheChange[] {
    const position = this.#kept.get(client_id);
    return position === undefined ? [] : [deleteItem(position)];
  }

  async #write(client_id: string, action: () => Promise<void>): Promise<void> {
    this.#unwritten.set(client_id, (this.#unwritten.get(client_id) ?? 0) + 1);
    try {
      await this.#run(action);
      this.#announce();
    } finally {
      const left = this.#unwritten.get(client_id)! - 1;
      if (left > 0) this.#unwritten.set(client_id, left);
      else this.#unwritten.delete(client_id);
    }
  }

  #run<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(action);
    this.#queue = result.catch(() => {});
    return result;
  }

  #show(item: OutboxItem): void {
    this.#items.set(item.client_id, item);
    this.#tell(item.conversation_id);
  }

  #tell(conversation_id: ConversationId): void {
    const items = this.items.filter(
      (item) =>
        item.conversation_id === conversation_id &&
        (this.#kept.has(item.client_id) || showsBeforeKept(item.payload)),
    );
    this.#model.ensure(conversation_id).setComposed(items, new Set(this.#sending));
  }
}

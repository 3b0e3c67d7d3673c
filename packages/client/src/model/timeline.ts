import type { ConversationId, Entry } from "@feiliao/protocol";
import { callIsolated } from "../changes.ts";
import type { MessageView, Timeline } from "../types.ts";
import type { Conversation } from "./conversation.ts";
import { composedView, entryView, isBubble, type Viewpoint } from "./message-view.ts";

const EVERYTHING = 0;
const NOTHING = Number.POSITIVE_INFINITY;

/**
 * The messages of one conversation for a screen. Only what changed is built again, so that one new message costs
 * the same whether a hundred or a hundred thousand are loaded, and messages that look the same stay the same
 * objects.
 */
export class ConversationTimeline implements Timeline {
  readonly #conversation: Conversation;
  readonly #loadOlder: () => Promise<boolean>;
  readonly #listeners = new Set<() => void>();
  readonly #unwatch: () => void;
  /** The bubbles of the log, and for each the entry it was built from. */
  readonly #views: MessageView[] = [];
  readonly #entries: Entry[] = [];
  /** The oldest seq that the views cover. */
  #first = 0;
  #staleFrom = EVERYTHING;
  #messages: readonly MessageView[] | null = null;
  #telling = false;

  constructor(conversation: Conversation, loadOlder: () => Promise<boolean>) {
    this.#conversation = conversation;
    this.#loadOlder = loadOlder;
    this.#unwatch = conversation.watch((from_seq) => this.#invalidate(from_seq));
  }

  get conversation_id(): ConversationId {
    return this.#conversation.record.conversation_id;
  }

  get messages(): readonly MessageView[] {
    this.#messages ??= this.#build();
    return this.#messages;
  }

  get complete(): boolean {
    const { record, log } = this.#conversation;
    return log.first === 1 || (log.end === 0 && record.epoch !== null);
  }

  loadOlder(): Promise<boolean> {
    return this.#loadOlder();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#unwatch();
  }

  #invalidate(from_seq: number): void {
    this.#staleFrom = Math.min(this.#staleFrom, from_seq);
    this.#messages = null;
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      for (const listener of [...this.#listeners]) callIsolated(listener);
    });
  }

  #build(): readonly MessageView[] {
    const { viewpoint, waiting } = this.#conversation;
    this.#rebuildTail(viewpoint);
    this.#buildHead(viewpoint);
    const composed = waiting.map((item) =>
      composedView(item, this.#conversation.isSending(item.client_id), viewpoint.me),
    );
    return this.#views.concat(composed);
  }

  #rebuildTail(viewpoint: Viewpoint): void {
    const { log } = this.#conversation;
    if (this.#staleFrom === EVERYTHING) this.#first = log.first;
    const kept = this.#entries.findLastIndex((entry) => entry.seq < this.#staleFrom) + 1;
    const entries = this.#entries.splice(kept);
    const views = this.#views.splice(kept);
    const before = new Map(entries.map((entry, index) => [entry, views[index]]));
    for (const entry of log.from(Math.max(this.#staleFrom, this.#first))) {
      if (!isBubble(entry, viewpoint)) continue;
      this.#entries.push(entry);
      this.#views.push(unlessSame(entryView(entry, viewpoint), before.get(entry)));
    }
    this.#staleFrom = NOTHING;
  }

  #buildHead(viewpoint: Viewpoint): void {
    const { log } = this.#conversation;
    if (log.first >= this.#first) return;
    const older = log.entries.slice(0, this.#first - log.first).filter((entry) => isBubble(entry, viewpoint));
    this.#entries.unshift(...older);
    this.#views.unshift(...older.map((entry) => entryView(entry, viewpoint)));
    this.#first = log.first;
  }
}

/** The view from before when the new one of the same entry looks no different. */
function unlessSame(view: MessageView, before: MessageView | undefined): MessageView {
  const same = before?.state === view.state && view.state !== "sending";
  return same ? before : view;
}

import type { ConversationId, Entry } from "@feiliao/protocol";
import { callIsolated } from "../changes.ts";
import type { History } from "../history.ts";
import type { MessageView, Timeline } from "../types.ts";
import type { Conversation } from "./conversation.ts";
import { Log } from "./log.ts";
import { composedView, entryView, isBubble, type Viewpoint } from "./message-view.ts";

const EVERYTHING = 0;
const NOTHING = Number.POSITIVE_INFINITY;

/** Which part of the log is shown: the loaded end of it, or a stretch of its own around a message far back. */
type Part =
  | { phase: "end" }
  | { phase: "apart"; around_seq: number; stretch: Log; epoch: number | null; unfollow: () => void };

const END: Part = { phase: "end" };

/**
 * The messages of one conversation for a screen. Only what changed is built again, so that one new message costs
 * the same whether a hundred or a hundred thousand are loaded, and messages that look the same stay the same
 * objects.
 */
export class ConversationTimeline implements Timeline {
  readonly #conversation: Conversation;
  readonly #history: Pick<History, "loadOlder" | "around" | "before" | "after">;
  readonly #listeners = new Set<() => void>();
  readonly #unwatch: () => void;
  #part: Part = END;
  #loading: Promise<boolean> | null = null;
  /** The bubbles of the log, and for each the entry it was built from. */
  readonly #views: MessageView[] = [];
  readonly #entries: Entry[] = [];
  /** The oldest seq that the views cover. */
  #first = 0;
  #staleFrom = EVERYTHING;
  #messages: readonly MessageView[] | null = null;
  #telling = false;

  /** With a seq that lies before what is loaded, it stands apart, around it, until it is joined or let go. */
  constructor(
    conversation: Conversation,
    history: Pick<History, "loadOlder" | "around" | "before" | "after">,
    around_seq?: number,
  ) {
    this.#conversation = conversation;
    this.#history = history;
    this.#unwatch = conversation.watch((from_seq) => this.#invalidate(from_seq));
    if (around_seq !== undefined && around_seq < conversation.log.first) this.#standApart(around_seq);
  }

  get conversation_id(): ConversationId {
    return this.#conversation.record.conversation_id;
  }

  get messages(): readonly MessageView[] {
    this.#messages ??= this.#build();
    return this.#messages;
  }

  get complete(): boolean {
    const { record, concealed, me } = this.#conversation;
    const { first, end } = this.#log;
    const readable_from = Math.max(concealed.cleared + 1, me?.from_seq ?? 1);
    if (this.#part.phase === "apart") return first > 0 && first <= readable_from;
    return (first > 0 && first <= readable_from) || (end === 0 && record.epoch !== null);
  }

  get reaches_newest(): boolean {
    return this.#part.phase === "end";
  }

  async loadOlder(): Promise<boolean> {
    if (this.#part.phase === "end") return await this.#history.loadOlder(this.#conversation);
    return await this.#load(async (part) => {
      const { around_seq, stretch } = part;
      if (stretch.end > 0) return await this.#history.before(this.#conversation, stretch.first);
      const page = await this.#history.around(this.#conversation, around_seq);
      if (!page && this.#part === part) this.toNewest(); // out of reach: at least what is here is shown
      return page;
    });
  }

  async loadNewer(): Promise<boolean> {
    return await this.#load(
      async ({ stretch }) => await this.#history.after(this.#conversation, stretch.end),
    );
  }

  toNewest(): void {
    if (this.#part.phase === "end") return;
    this.#part.unfollow();
    this.#part = END;
    this.#invalidate(EVERYTHING);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    if (this.#part.phase === "apart") this.#part.unfollow();
    this.#unwatch();
  }

  get #log(): Log {
    return this.#part.phase === "apart" ? this.#part.stretch : this.#conversation.log;
  }

  #standApart(around_seq: number): void {
    const stretch = new Log();
    const { epoch } = this.#conversation.record;
    this.#part = { phase: "apart", around_seq, stretch, epoch, unfollow: this.#conversation.follow(stretch) };
  }

  /** One page of a stretch at a time. Resolves false when it added nothing. */
  #load(page: (part: Extract<Part, { phase: "apart" }>) => Promise<Entry[] | null>): Promise<boolean> {
    const part = this.#part;
    if (part.phase === "end") return Promise.resolve(false);
    this.#loading ??= page(part)
      .then((entries) => this.#part === part && entries !== null && this.#take(part.stretch, entries))
      .finally(() => {
        this.#loading = null;
      });
    return this.#loading;
  }

  #take(stretch: Log, page: readonly Entry[]): boolean {
    const { first, end } = stretch;
    if (first > 0) stretch.prepend(page);
    if (end === 0 || stretch.joins(page[0]?.seq ?? NOTHING)) stretch.append(page);
    if (stretch.first === first && stretch.end === end) return false;
    if (stretch.end + 1 >= this.#conversation.log.first) this.#join(stretch);
    this.#invalidate(end === 0 ? EVERYTHING : end + 1);
    return true;
  }

  /** From here on it is the end of the log that is shown, and it begins where the stretch did. */
  #join(stretch: Log): void {
    if (this.#part.phase === "apart") this.#part.unfollow();
    this.#part = END;
    this.#conversation.prepend(stretch.entries);
  }

  #invalidate(from_seq: number): void {
    const part = this.#part;
    const isVoid = part.phase === "apart" && part.epoch !== this.#conversation.record.epoch;
    if (isVoid) this.toNewest(); // the log began anew: what was read of the former one is none of it
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
    if (!this.reaches_newest) return [...this.#views];
    const composed = waiting.map((item) =>
      composedView(item, this.#conversation.isSending(item.client_id), viewpoint),
    );
    return this.#views.concat(composed);
  }

  #rebuildTail(viewpoint: Viewpoint): void {
    const log = this.#log;
    if (this.#staleFrom === EVERYTHING) this.#first = log.first;
    const kept = this.#entries.findLastIndex((entry) => entry.seq < this.#staleFrom) + 1;
    const entries = this.#entries.splice(kept);
    const views = this.#views.splice(kept);
    const before = new Map(entries.map((entry, index) => [entry, views[index]]));
    for (const logged of log.from(Math.max(this.#staleFrom, this.#first))) {
      if (!isBubble(logged, viewpoint)) continue;
      const entry = viewpoint.pending.applyTo(logged);
      this.#entries.push(entry);
      this.#views.push(unlessSame(entryView(entry, viewpoint), before.get(entry)));
    }
    this.#staleFrom = NOTHING;
  }

  #buildHead(viewpoint: Viewpoint): void {
    const log = this.#log;
    if (log.first >= this.#first) return;
    const older = log.entries
      .slice(0, this.#first - log.first)
      .filter((entry) => isBubble(entry, viewpoint))
      .map((entry) => viewpoint.pending.applyTo(entry));
    this.#entries.unshift(...older);
    this.#views.unshift(...older.map((entry) => entryView(entry, viewpoint)));
    this.#first = log.first;
  }
}

/** The view from before when the new one of the same entry looks no different. */
function unlessSame(view: MessageView, before: MessageView | undefined): MessageView {
  const same = before?.state === view.state && before.sms === view.sms && view.state !== "sending";
  return same ? before : view;
}

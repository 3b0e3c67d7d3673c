import type { Entry, Member } from "@feiliao/protocol";
import { targetOf } from "@feiliao/protocol/fold";
import type { ConversationRecord } from "../cache/records.ts";
import { isCancelled, isMessageItem, type MessageItem, type OutboxItem } from "../outbox/item.ts";
import type { ConversationView } from "../types.ts";
import type { Account } from "./account.ts";
import { conversationView } from "./conversation-view.ts";
import { type Hidden, hides, NOTHING_HIDDEN } from "./hidden.ts";
import { Log } from "./log.ts";
import { firstDifference, type Marks, marksOf, merged, NO_MARKS, reachedByOthers } from "./marks.ts";
import type { Viewpoint } from "./message-view.ts";
import { PendingChanges } from "./pending-changes.ts";

/** Entries that stay loaded while nobody looks at the conversation. */
const LOADED_ENTRIES_KEPT = 60;
const LOADED_ENTRIES_MAX = 500;

/** What `append` did: all of it must reach the cache. */
export interface Appended {
  added: Entry[];
  /** The piece, and the earlier entries that it changed, now or before, as they are now. */
  current: Entry[];
  /** Changes of entries that are not loaded. */
  unfolded: Entry[];
}

/** What is being written, and which message it answers. */
export interface DraftState {
  text: string;
  reply_to: number | null;
}

const NO_DRAFT: DraftState = { text: "", reply_to: null };

/** One conversation as this device knows it. Whatever changes it, its watchers hear of it. */
export class Conversation {
  readonly log = new Log();
  readonly account: Account;
  readonly #changed: () => void;
  readonly #watchers = new Set<(from_seq: number) => void>();
  /** Stretches of the log that somebody looks at and that are not joined to `log`. */
  readonly #apart = new Set<Log>();
  #record: ConversationRecord;
  #localMarks: Marks = NO_MARKS;
  #others: Marks;
  #lost: readonly Entry[] = [];
  #draft: DraftState = NO_DRAFT;
  #hidden: Hidden = NOTHING_HIDDEN;
  #pending: PendingChanges;
  #typing = false;
  #composed: readonly OutboxItem[] = [];
  #sending: ReadonlySet<string> = new Set();
  #view: ConversationView | null = null;

  constructor(record: ConversationRecord, account: Account, changed: () => void) {
    this.#record = record;
    this.account = account;
    this.#changed = changed;
    this.#others = reachedByOthers(record, account.account_id);
    this.#meet(record.members);
    this.#pending = new PendingChanges([], account.account_id);
  }

  get record(): ConversationRecord {
    return this.#record;
  }

  get me(): Member | null {
    const { account_id } = this.account;
    return this.#record.members.find((member) => member.account_id === account_id) ?? null;
  }

  /** One's own receipt positions, those the server does not know yet included. */
  get marks(): Marks {
    return merged(this.#localMarks, marksOf(this.me));
  }

  get lost(): readonly Entry[] {
    return this.#lost;
  }

  get draft(): DraftState {
    return this.#draft;
  }

  /** What the person has deleted for themselves, as far as the account's log has told. */
  get hidden(): Hidden {
    return this.#hidden;
  }

  /** The same with what was deleted here since. */
  get concealed(): Hidden {
    return this.#pending.hidden(this.#hidden);
  }

  get pins(): readonly number[] {
    return this.#pending.pins(this.#record.info?.pins ?? []);
  }

  get typing(): boolean {
    return this.#typing;
  }

  /** Messages that were composed here and are not in the log yet. */
  get waiting(): readonly MessageItem[] {
    return this.#composed.filter(isMessageItem).filter((item) => !isCancelled(item) && !this.#isLogged(item));
  }

  get view(): ConversationView {
    this.#view ??= conversationView(this);
    return this.#view;
  }

  get viewpoint(): Viewpoint {
    const { concealed } = this;
    return {
      conversation_id: this.#record.conversation_id,
      me: this.account.account_id,
      others: this.#others,
      composed: (client_id) => this.#composed.find((item) => item.client_id === client_id),
      hides: (seq) => hides(concealed, seq),
      pending: this.#pending,
      sms: (seq) => this.account.sms.of(this.#record.conversation_id, seq),
    };
  }

  isSending(client_id: string): boolean {
    return this.#sending.has(client_id);
  }

  /** `watcher` hears from which seq on messages may look different (Infinity: only composed ones). */
  watch(watcher: (from_seq: number) => void): () => void {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#unload();
    };
  }

  /** Keeps a stretch up with later entries that change those in it, until the answer is called. */
  follow(stretch: Log): () => void {
    this.#apart.add(stretch);
    return () => this.#apart.delete(stretch);
  }

  update(change: Partial<ConversationRecord>): void {
    this.#record = { ...this.#record, ...change };
    this.touch();
  }

  /** Takes new state of some members, or with `all` of exactly these. Watermarks never go back. */
  setMembers(members: readonly Member[], all = false): void {
    const known = new Map(this.#record.members.map((member) => [member.account_id, member]));
    const next = new Map(all ? [] : known);
    for (const member of members) {
      const before = known.get(member.account_id) ?? null;
      next.set(member.account_id, { ...member, ...merged(marksOf(before), member) });
    }
    const { state = this.#record.state } = next.get(this.account.account_id) ?? {};
    this.#record = { ...this.#record, members: [...next.values()], state };
    this.#meet(members);
    const before = this.#others;
    this.#others = reachedByOthers(this.#record, this.account.account_id);
    this.touch(firstDifference(before, this.#others));
  }

  setMarks(marks: Partial<Marks>): void {
    this.#localMarks = merged(this.#localMarks, marks);
    this.touch();
  }

  setDraft(draft: DraftState): void {
    this.#draft = draft;
    this.touch();
  }

  setHidden(hidden: Hidden): void {
    this.#hidden = hidden;
    this.touch(0);
  }

  setTyping(typing: boolean): void {
    if (this.#typing === typing) return;
    this.#typing = typing;
    this.touch();
  }

  /** `items`: what was composed here and is not in the log, or is a talk that is not over. */
  setComposed(items: readonly OutboxItem[], sending: ReadonlySet<string>): void {
    const talks = [...this.#composed, ...items].flatMap(({ state }) =>
      state.phase === "started" ? [state.ack.seq] : [],
    );
    const before = this.#pending;
    this.#composed = items;
    this.#sending = sending;
    this.#pending = new PendingChanges(items, this.account.account_id);
    this.touch(Math.min(...talks, before.from_seq, this.#pending.from_seq));
  }

  /** Adds a piece of the log that joins what is loaded. */
  append(piece: readonly Entry[]): Appended {
    const added = this.log.append(piece);
    const isNew = new Set(added);
    const changed = new Set<number>();
    const unfolded: Entry[] = [];
    for (const entry of piece) {
      const target = targetOf(entry.content);
      if (target === null) continue;
      for (const stretch of this.#apart) for (const seq of stretch.fold(entry) ?? []) changed.add(seq);
      // What is folded here already may be new to the cache, which another tab kept until now.
      const different = isNew.has(entry) ? this.log.fold(entry) : this.log.at(target) ? [target] : null;
      if (different) for (const seq of different) changed.add(seq);
      else unfolded.push(entry);
    }
    const current = [
      ...piece.map((entry) => this.log.at(entry.seq) ?? entry),
      ...[...changed].flatMap((seq) => this.log.at(seq) ?? []),
    ];
    const from_seq = Math.min(...added.map((entry) => entry.seq), ...changed);
    if (this.#watchers.size === 0 && this.log.entries.length > LOADED_ENTRIES_MAX) this.#unload();
    if (added.length > 0) this.touch(from_seq);
    return { added, current, unfolded };
  }

  prepend(piece: readonly Entry[]): void {
    this.log.prepend(piece);
    this.touch();
  }

  /** Messages have disappeared; answers those that were loaded, as they are now. */
  erase(seqs: readonly number[]): Entry[] {
    const erased = this.log.erase(seqs);
    const apart = [...this.#apart].flatMap((stretch) => stretch.erase(seqs));
    if (erased.length + apart.length > 0) this.touch(Math.min(...erased, ...apart));
    return erased.flatMap((seq) => this.log.at(seq) ?? []);
  }

  /** Starts the log anew; null: nothing is known of it any more. Positions in one that diverged mean nothing in it. */
  restart(epoch: number | null, diverged: boolean): void {
    if (diverged) {
      this.#localMarks = NO_MARKS;
      this.#record = { ...this.#record, members: [] };
    }
    this.#record = { ...this.#record, epoch };
    this.log.clear();
    this.touch(0);
  }

  /** What the server has lost and this device has kept. */
  setLost(entries: readonly Entry[]): void {
    this.#lost = entries;
    this.touch();
  }

  touch(from_seq = Number.POSITIVE_INFINITY): void {
    this.#view = null;
    for (const watcher of this.#watchers) watcher(from_seq);
    this.#changed();
  }

  /** Who is met in a direct conversation is known by their number everywhere. */
  #meet(members: readonly Member[]): void {
    if (this.#record.kind !== "direct") return;
    for (const member of members) this.account.meet(member);
  }

  #isLogged({ state }: OutboxItem): boolean {
    return state.phase === "started" && state.ack.seq <= this.log.end;
  }

  #unload(): void {
    const unread = this.log.end - this.marks.read;
    if (unread <= LOADED_ENTRIES_MAX) this.log.keepNewest(Math.max(LOADED_ENTRIES_KEPT, unread));
  }
}

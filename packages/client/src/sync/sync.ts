import type {
  AccountChange,
  AccountEvent,
  ConversationChange,
  ConversationId,
  Entry,
  EntryEvent,
  Event,
  InfoEvent,
  MembersEvent,
  SyncPage,
} from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Cache, CacheChange } from "../cache/port.ts";
import { deleteMeta, metaKey, putConversation } from "../cache/records.ts";
import type { Call } from "../call.ts";
import type { Changes } from "../changes.ts";
import { coalesced } from "../coalesced.ts";
import type { Conversation } from "../model/conversation.ts";
import type { Model } from "../model/model.ts";
import type { Clock } from "../types.ts";
import {
  type AppliedConversation,
  applyAccountChange,
  clearLog,
  dropLog,
  dropUnlisted,
  fitOf,
  forgetAccount,
  wasAway,
} from "./apply.ts";
import type { Keeper } from "./keeper.ts";
import { keptEntries } from "./kept-entries.ts";
import { SyncToken } from "./sync-token.ts";

/** The token is refreshed when pushes have paused this long. */
const QUIET_MS = 5_000;
/** However quiet it is, nothing stays unknown for longer while online. */
const SAFETY_MS = 60_000;
/** A server that is back finds its devices asking soon enough for D9. */
const RETRY_MS = 3_000;

export interface SyncParts {
  call: Call;
  cache: Cache;
  model: Model;
  keeper: Keeper;
  changes: Changes;
  clock: Clock;
  token: SyncToken;
  /** New entries of a log are in the model; answers what to write together with them. */
  onEntries(conversation: Conversation, entries: readonly Entry[]): CacheChange[];
  /** Somebody may want to be told of these entries. */
  onNews(conversation: Conversation, entries: readonly Entry[]): void;
  /** The account's own log has told these, in this order, each once. */
  onAccountChanges(changes: readonly AccountChange[]): void;
  /** The log starts here for this device: nothing in it is news. */
  onBaseline(conversation: Conversation): void;
  /** Logs that this device had began anew; what it had of them is put aside in the cache. */
  onDropped(): void;
}

/**
 * Follows the server's logs: pushed events as they come, and sync/pull for everything that was not pushed, or not
 * in order. Applies by (conversation, seq), so that repeats and overlaps change nothing.
 */
export class Sync {
  readonly #parts: SyncParts;
  #token: SyncToken;
  /** Everything is told from the beginning, so none of it is news, until the last page of it. */
  #fromNothing = false;
  /** Logs that were pushed to since the last pull was asked for: its answer may be from before that. */
  readonly #pushedTo = new Set<ConversationId>();
  /** The account's log is told anew: at its end, what it has not named is gone. */
  #accountRetold = false;
  /**
   * Nothing was pulled on this connection yet: what is pushed may belong to another history than the one that is
   * known here, and must not be joined to it.
   */
  #unproven = false;
  #pulling = false;
  #online = false;
  #stopped = false;
  #timer: unknown;
  #pulledAt = 0;
  /** Everything that changed since the token; resolves when it is in the model. */
  readonly pull = coalesced(() => this.#pullPages());

  constructor(parts: SyncParts) {
    this.#parts = parts;
    this.#token = parts.token;
  }

  /** The server pushes from now on, so a pull finds everything from before. */
  online(): void {
    this.#online = true;
    this.#unproven = true;
    void this.pull();
  }

  offline(): void {
    this.#online = false;
    this.#parts.clock.clearTimeout(this.#timer);
  }

  stop(): void {
    this.offline();
    this.#stopped = true;
  }

  /** Pulls from the cache's token instead of one's own, to bring the cache up to date. */
  async catchUpCache(): Promise<void> {
    this.#token = await SyncToken.load(this.#parts.cache);
    await this.pull();
  }

  receive(event: Event): void {
    if (this.#unproven) {
      if (this.#pulling) void this.pull(); // once more after this one, which may have read before the event
      return;
    }
    switch (event.event) {
      case "entry":
        this.#receiveEntry(event);
        break;
      case "members":
        this.#receiveMembers(event);
        break;
      case "info":
        this.#receiveInfo(event);
        break;
      case "account":
        this.#receiveAccountChange(event);
        break;
      case "lagging":
        void this.pull();
    }
  }

  /**
   * Appends an entry of this device from its acknowledgement, writing `always` in any case. False when the log
   * here is not that far; what is missing is pulled.
   */
  async appendOwn(
    { conversation_id, epoch, entry }: Omit<EntryEvent, "event">,
    always: CacheChange[],
  ): Promise<boolean> {
    const conversation = this.#parts.model.ensure(conversation_id);
    if (!this.#unproven && conversation.record.epoch === epoch && conversation.log.joins(entry.seq)) {
      await this.#append(conversation, [entry], always);
      return true;
    }
    await this.#parts.keeper.write(() => [], always);
    if (conversation.record.epoch === epoch && conversation.log.end >= entry.seq) return true; // came meanwhile
    void this.pull();
    return false;
  }

  #receiveEntry({ conversation_id, epoch, entry }: EntryEvent): void {
    const conversation = this.#parts.model.conversation(conversation_id);
    if (conversation?.record.epoch !== epoch || !conversation.log.joins(entry.seq)) return void this.pull();
    if (entry.seq <= conversation.log.end) return;
    // An item that could not be taken out of the cached outbox is sent again under its key, and changes nothing.
    this.#append(conversation, [entry]).catch(() => {});
    this.#parts.onNews(conversation, [entry]);
    this.#pullWhenQuiet();
  }

  #receiveMembers({ conversation_id, members }: MembersEvent): void {
    const conversation = this.#parts.model.conversation(conversation_id);
    if (!conversation || conversation.record.epoch === null) return void this.pull();
    conversation.setMembers(members);
    void this.#parts.keeper.write(() => [putConversation(conversation.record)]);
    this.#pullWhenQuiet();
  }

  #receiveInfo({ conversation_id, info }: InfoEvent): void {
    const conversation = this.#parts.model.conversation(conversation_id);
    if (!conversation || conversation.record.epoch === null) return void this.pull();
    conversation.update({ info });
    void this.#parts.keeper.write(() => [putConversation(conversation.record)]);
    this.#pullWhenQuiet();
  }

  #receiveAccountChange({ change }: AccountEvent): void {
    const { account } = this.#parts.model;
    if (change.position > account.position + 1) return void this.pull();
    const isNew = change.position > account.position;
    const changes = applyAccountChange(this.#parts.model, change);
    void this.#parts.keeper.write(() => changes);
    if (change.type === "profile") this.#parts.changes.emit({ type: "profile" });
    if (isNew) this.#parts.onAccountChanges([change]);
    if (change.type === "conversation") void this.pull();
    else this.#pullWhenQuiet();
  }

  #append(conversation: Conversation, piece: readonly Entry[], always: CacheChange[] = []): Promise<void> {
    const { cache, keeper, onEntries } = this.#parts;
    const appended = conversation.append(piece);
    this.#pushedTo.add(conversation.record.conversation_id);
    const landed = onEntries(conversation, piece);
    return keeper.write(() => keptEntries(cache, conversation.record, appended), [...always, ...landed]);
  }

  async #pullPages(): Promise<void> {
    this.#pulling = true;
    try {
      let more = true;
      while (more && !this.#stopped) more = await this.#pullPage();
      this.#unproven = false;
      this.#pulledAt = this.#parts.clock.now();
      this.#schedule(SAFETY_MS);
    } catch (error) {
      const retry_after_s = error instanceof FeiliaoError ? error.details.retry_after_s : undefined;
      this.#schedule(retry_after_s ? retry_after_s * 1000 : RETRY_MS);
    } finally {
      this.#pulling = false;
    }
  }

  async #pullPage(): Promise<boolean> {
    const token = this.#token;
    this.#pushedTo.clear();
    const page = await token.pull(this.#parts.call);
    if (this.#token !== token) return true; // catching up the cache from an older token meanwhile
    if (token.isNothing) this.#fromNothing = true;
    return await this.#apply(page);
  }

  async #apply(page: SyncPage): Promise<boolean> {
    const { cache, model, keeper, changes, onDropped } = this.#parts;
    const profile = model.account.profile;
    if (page.account_reset) this.#accountRetold = true;
    const forgotten = page.account_reset ? forgetAccount(model) : [];
    // A pull repeats what was pushed since its token was made; nobody is told that twice.
    const told = page.account.filter(({ position }) => position > model.account.position);
    const account = told.flatMap((change) => applyAccountChange(model, change));
    const applied = page.conversations.map((change) => this.#applyConversation(change));
    const complete =
      applied.every((conversation) => conversation !== null) && !this.#hasLostPushes(page.more);
    const more = page.more || !complete;
    if (complete) this.#token.advance(page);
    else this.#token.reset();
    // A first synchronisation that breaks off begins anew: until its end there is no token to keep.
    const token = !complete || (this.#fromNothing && more) ? [] : this.#token.changes();
    if (!more) this.#fromNothing = false;
    if (this.#accountRetold && !more) {
      this.#accountRetold = false;
      applied.push(...dropUnlisted(cache, model));
    }
    if (model.account.profile !== profile) changes.emit({ type: "profile" });
    if (told.length > 0) this.#parts.onAccountChanges(told);
    const landed = applied.flatMap((conversation) => conversation?.landed ?? []);
    await keeper.write(async () => {
      const rows = await Promise.all(applied.map((conversation) => conversation?.gather() ?? []));
      return [...forgotten, ...account, ...rows.flat(), ...token];
    }, landed);
    if (applied.some((conversation) => conversation?.dropped)) onDropped();
    return more;
  }

  /**
   * Whether the server lost what it pushed after the token was made: the first pull of a connection, during which
   * nothing is pushed here, must bring every log to its end.
   */
  #hasLostPushes(more: boolean): boolean {
    if (more || !this.#unproven || this.#fromNothing) return false;
    return [...this.#parts.model.conversations].some(
      // Who is no member any more is told nothing more, of what was pushed before neither.
      ({ record, log }) => record.state === "active" && log.end > record.token_seq,
    );
  }

  /** Null when it leaves a hole, so that everything must be told anew. */
  #applyConversation(change: ConversationChange): AppliedConversation | null {
    const { cache, model, onBaseline, onEntries, onNews } = this.#parts;
    const conversation = model.ensure(change.conversation_id);
    const before = conversation.record;
    const mayRestart = change.reset || this.#fromNothing;
    const fit = fitOf(conversation, change, {
      mayRestart,
      mayLag: this.#pushedTo.has(change.conversation_id) && (this.#fromNothing || !change.reset),
    });
    if (fit === "leaves_a_hole") return null;
    const away = wasAway(conversation, change);
    // The server knows where this device was, and does not have that.
    const diverged = !away && (before.epoch !== change.epoch || !this.#fromNothing);
    if (fit === "restarts") conversation.restart(change.epoch, diverged);
    const appended = conversation.append(change.entries);
    conversation.setMembers(change.members, change.reset);
    const covered = fit === "restarts" ? 0 : before.token_seq;
    const { info = conversation.record.info } = change;
    conversation.update({ token_seq: change.entries.at(-1)?.seq ?? covered, info });
    const landed = onEntries(conversation, appended.added);
    const known = before.epoch !== null;
    const dropped = fit === "restarts" && known && !away;
    if (this.#fromNothing || dropped) onBaseline(conversation);
    else onNews(conversation, appended.added);
    const { record } = conversation;
    const gather = async () => [
      ...(dropped ? await dropLog(cache, before, change.entries) : []),
      ...(fit === "restarts" && away ? await clearLog(cache, before) : []),
      ...(dropped && diverged ? [deleteMeta(metaKey.marks(change.conversation_id))] : []),
      ...(await keptEntries(cache, record, appended)),
      putConversation(record),
    ];
    return { dropped, landed, gather };
  }

  #pullWhenQuiet(): void {
    const { clock } = this.#parts;
    const safety_ms = this.#pulledAt + SAFETY_MS - clock.now();
    this.#schedule(Math.max(0, Math.min(QUIET_MS, safety_ms)));
  }

  #schedule(delay_ms: number): void {
    const { clock } = this.#parts;
    clock.clearTimeout(this.#timer);
    if (this.#online) this.#timer = clock.setTimeout(() => void this.pull(), delay_ms);
  }
}

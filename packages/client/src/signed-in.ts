import type { AccountChange, ConversationId, Entry, Event } from "@feiliao/protocol";
import type { Cache, CacheChange } from "./cache/port.ts";
import { type Credentials, type DraftRecord, type MarksRecord, metaKey } from "./cache/records.ts";
import type { Call } from "./call.ts";
import type { Changes } from "./changes.ts";
import type { Http } from "./connection/http.ts";
import { ServerConnection } from "./connection/server-connection.ts";
import type { Socket } from "./connection/socket.ts";
import { Drafts } from "./drafts.ts";
import { Expiry } from "./expiry.ts";
import { groupsOf } from "./groups-on-demand.ts";
import { History } from "./history.ts";
import { Listening } from "./listening/listening.ts";
import { LostMessages } from "./lost/lost-messages.ts";
import { Media } from "./media.ts";
import type { Conversation } from "./model/conversation.ts";
import { loadModel } from "./model/load.ts";
import type { Model } from "./model/model.ts";
import { Notifier } from "./notifier.ts";
import { Composing } from "./outbox/composing.ts";
import type { ClearPayload, HidePayload } from "./outbox/item.ts";
import { Outbox } from "./outbox/outbox.ts";
import { Sender } from "./outbox/sender.ts";
import { Uploader } from "./outbox/uploader.ts";
import type { Platform } from "./platform.ts";
import { Receipts } from "./receipts.ts";
import { conceal } from "./sync/apply.ts";
import { Keeper } from "./sync/keeper.ts";
import { Sync } from "./sync/sync.ts";
import { SyncToken } from "./sync/sync-token.ts";
import type { TabMessage, Tabs } from "./tabs.ts";
import { Talks } from "./talk/talks.ts";
import type { Connection, Groups } from "./types.ts";
import { Typing } from "./typing.ts";

export interface SignedInParts {
  cache: Cache;
  changes: Changes;
  credentials: Credentials;
  http: Http;
  platform: Platform;
  tabs: Tabs;
  onPhase(phase: Connection): void;
  onRevoked(): void;
}

/** Everything that lives as long as a device is signed in, and how its parts are joined. */
export class SignedIn {
  readonly credentials: Credentials;
  readonly model: Model;
  readonly composing: Composing;
  readonly drafts: Drafts;
  readonly groups: Groups;
  readonly expiry: Expiry;
  readonly history: History;
  readonly listening: Listening;
  readonly lost: LostMessages;
  readonly media: Media;
  readonly outbox: Outbox;
  readonly receipts: Receipts;
  readonly sender: Sender;
  readonly sync: Sync;
  readonly talks: Talks;
  readonly typing: Typing;
  readonly uploader: Uploader;
  readonly connection: ServerConnection;
  readonly #cache: Cache;
  readonly #changes: Changes;
  readonly #http: Http;
  readonly #keeper: Keeper;
  readonly #notifier: Notifier;
  readonly #unlisten: () => void;

  /** Loads the cache; nothing moves before `start`. */
  static async load(parts: SignedInParts): Promise<SignedIn> {
    const model = await loadModel(parts.cache, parts.credentials, parts.changes);
    const signedIn = new SignedIn(parts, model, await SyncToken.load(parts.cache));
    await signedIn.#loadOutbox();
    await Promise.all([signedIn.expiry.load(), signedIn.drafts.load()]);
    return signedIn;
  }

  private constructor(parts: SignedInParts, model: Model, token: SyncToken) {
    const { cache, changes, credentials, http, platform, tabs } = parts;
    const { clock } = platform;
    const { call } = this;
    const socket = () => this.socket;
    const isOnline = () => this.socket !== null;
    this.credentials = credentials;
    this.model = model;
    this.#cache = cache;
    this.#changes = changes;
    this.#http = http;
    this.#keeper = new Keeper(cache);
    this.#notifier = new Notifier(cache, changes);
    const { sha256 } = platform;
    this.media = new Media({ ...{ cache, call, clock, http, sha256 }, token: credentials.token });
    this.lost = new LostMessages({
      ...{ cache, call, changes, model },
      saved: ({ record }) => tabs.announce({ type: "lost", conversation_id: record.conversation_id }),
    });
    this.history = new History({
      ...{ cache, call, keeper: this.#keeper },
      onEntries: (conversation, entries) => this.#olderArrived(conversation, entries),
    });
    this.expiry = new Expiry({ cache, clock, model });
    this.listening = new Listening({ changes, clock, media: this.media });
    this.typing = new Typing(clock, model);
    this.drafts = new Drafts({
      ...{ cache, call, clock, model, isOnline },
      device_id: credentials.device_id,
      saved: (conversation_id) => tabs.announce({ type: "draft", conversation_id }),
    });
    this.outbox = new Outbox(cache, model, () => tabs.announce({ type: "outbox" }));
    this.sync = new Sync({
      ...{ call, cache, model, keeper: this.#keeper, changes, clock, token },
      onEntries: (conversation, entries) => this.#entriesArrived(conversation, entries),
      onNews: (conversation, entries) => void this.#notifier.tell(conversation, entries),
      onBaseline: (conversation) => void this.#notifier.skip(conversation),
      onAccountChanges: (told) => this.#accountChanged(told),
      onDropped: () => void this.lost.settle().catch(() => {}), // the next connection tries again
    });
    this.receipts = new Receipts({
      ...{ cache, call, clock, model, isOnline },
      onMembers: (event) => this.sync.receive(event),
      saved: (conversation_id) => tabs.announce({ type: "marks", conversation_id }),
    });
    const { media, outbox, sync } = this;
    this.groups = groupsOf({ call, media, platform, sync });
    this.talks = new Talks({
      ...{ cache, credentials, model, outbox, platform, sync, socket },
      wake: (conversation_id) => this.sender.wake(conversation_id),
    });
    this.sender = new Sender({
      ...{ cache, call, clock, credentials, media, model, outbox, sync, isOnline },
      talks: this.talks,
      onConcealed: (conversation_id, payload) => this.#concealed(conversation_id, payload),
      onRefused: (conversation_id, { type: change }, reason) =>
        changes.emit({ type: "change_refused", conversation_id, change, reason }),
    });
    this.uploader = new Uploader({
      ...{ cache, clock, media, outbox, isOnline },
      sender: this.sender,
      onProgress: (key, sent_bytes) => changes.emit({ type: "upload", key, sent_bytes }),
    });
    this.composing = new Composing({
      ...{ media, outbox, platform },
      ...{ sender: this.sender, uploader: this.uploader },
    });
    this.connection = new ServerConnection(http, credentials.token, platform, {
      phase: (phase) => parts.onPhase(phase),
      online: (opened) => this.#online(opened),
      offline: () => this.sync.offline(),
      event: (event) => this.#receive(event),
      frame: (frame) => (frame.kind === "stored" ? this.talks.stored(frame) : this.listening.receive(frame)),
      revoked: () => parts.onRevoked(),
    });
    this.#unlisten = tabs.listen((message) => void this.#takeOver(message));
  }

  /** The socket when it is open, else by HTTP. */
  readonly call: Call = (name, input) =>
    this.socket?.call(name, input) ?? this.#http.call(name, input, this.credentials.token);

  get socket(): Socket | null {
    return this.connection.socket;
  }

  start(): void {
    this.#keeper.start(() => void this.sync.catchUpCache());
    this.talks.adopt();
    this.connection.start();
  }

  /** What is queued stays in the cache. */
  async stop(): Promise<void> {
    this.#unlisten();
    this.sync.stop();
    this.sender.stop();
    this.uploader.stop();
    this.receipts.stop();
    this.typing.stop();
    this.expiry.stop();
    this.connection.stop();
    await Promise.all([this.talks.stop(), this.drafts.stop()]);
    await this.outbox.settled();
    await this.#keeper.stop();
  }

  #online(socket: Socket): void {
    this.sync.online();
    this.listening.online(socket);
    this.sender.online();
    this.uploader.wake();
    this.receipts.online();
    this.drafts.online();
    void this.lost.settle().catch(() => {});
  }

  #receive(event: Event): void {
    switch (event.event) {
      case "typing":
        this.typing.receive(event);
        break;
      case "talk":
        this.listening.begin(event);
        break;
      default:
        this.sync.receive(event);
    }
  }

  #entriesArrived(conversation: Conversation, entries: readonly Entry[]): CacheChange[] {
    const { conversation_id } = conversation.record;
    this.listening.logged(entries);
    this.receipts.gather(conversation);
    this.lost.arrived(conversation, entries);
    void this.history.loadMessage(conversation);
    if (entries.some(({ sender }) => sender !== this.credentials.account_id)) {
      this.typing.arrived(conversation_id);
    }
    return [...this.outbox.landed(conversation, entries), ...this.expiry.arrived(conversation_id, entries)];
  }

  #olderArrived(conversation: Conversation, entries: readonly Entry[]): void {
    this.lost.arrived(conversation, entries);
    const expiring = this.expiry.arrived(conversation.record.conversation_id, entries);
    void this.#cache.write(expiring).catch(() => {}); // they are written when they are loaded again
  }

  #accountChanged(told: readonly AccountChange[]): void {
    for (const change of told) if (change.type === "draft") this.drafts.receive(change);
    if (told.some(({ type }) => type === "favourite" || type === "scheduled")) {
      this.#changes.emit({ type: "kept" });
    }
    if (told.some(({ type }) => type === "sign_in_request")) this.#changes.emit({ type: "sign_in_request" });
  }

  /** Until the account's log tells it too. */
  async #concealed(conversation_id: ConversationId, payload: HidePayload | ClearPayload): Promise<void> {
    const conversation = this.model.ensure(conversation_id);
    const { cleared } = conversation.hidden;
    const change =
      payload.type === "hide"
        ? conceal(conversation, { seqs: payload.seqs })
        : conceal(conversation, { cleared: Math.max(cleared, payload.up_to) });
    await this.#cache.write([change]).catch(() => {}); // the account's log tells it
  }

  /** What is already in the log, since the last run ended between the two writes, waits no longer. */
  async #loadOutbox(): Promise<void> {
    await this.outbox.reload();
    for (const conversation of this.model.conversations) {
      await this.#cache.write(this.outbox.landed(conversation, conversation.log.entries));
    }
  }

  async #takeOver(message: TabMessage): Promise<void> {
    if (message.type === "session") return;
    if (message.type === "outbox") {
      await this.outbox.reload();
      this.talks.adopt();
      return;
    }
    const { type, conversation_id } = message;
    const conversation = this.model.conversation(conversation_id);
    if (type === "lost") {
      if (conversation) await this.lost.reload(conversation);
    } else if (type === "draft") {
      const draft = await this.#cache.get<DraftRecord>("meta", metaKey.draft(conversation_id));
      conversation?.setDraft({ text: draft?.text ?? "", reply_to: draft?.reply_to ?? null });
    } else {
      const marks = await this.#cache.get<MarksRecord>("meta", metaKey.marks(conversation_id));
      if (marks) conversation?.setMarks(marks);
    }
  }
}

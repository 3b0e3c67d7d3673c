import type { ConversationId, Entry } from "@feiliao/protocol";
import { memoryCache } from "../cache/memory.ts";
import type { Cache } from "../cache/port.ts";
import type { Call } from "../call.ts";
import { Changes } from "../changes.ts";
import { messageKey } from "../lost/compare.ts";
import { LostMessages } from "../lost/lost-messages.ts";
import { Account } from "../model/account.ts";
import { Model } from "../model/model.ts";
import { ConversationTimeline } from "../model/timeline.ts";
import { Keeper } from "../sync/keeper.ts";
import { Sync } from "../sync/sync.ts";
import { SyncToken } from "../sync/sync-token.ts";
import type { MessageView } from "../types.ts";
import { type LogServer, ME } from "./log-server.ts";
import { NO_HISTORY } from "./no-history.ts";
import { settled, VirtualClock } from "./virtual-clock.ts";

/** A client's sync on a server whose answers and events arrive when the test lets them. */
export class Replica {
  readonly cache: Cache;
  readonly keeper: Keeper;
  readonly model = new Model(
    new Account(ME, { position: 0, profile: null, remarkNames: new Map() }),
    new Changes(),
  );
  readonly sync: Sync;
  readonly lost: LostMessages;
  /** Every entry that was ever in the model. */
  readonly seen = new Map<string, Entry>();
  /** What each pull said that it has. */
  readonly tokens: (string | null)[] = [];
  /** The positions in the account's log that somebody was told of. */
  readonly told: number[] = [];
  readonly #answers: (() => void)[] = [];

  constructor(server: LogServer, cache: Cache = memoryCache()) {
    this.cache = cache;
    const keeper = new Keeper(cache);
    this.keeper = keeper;
    const call = ((_name: string, { token }: { token: string | null }) => {
      this.tokens.push(token);
      const page = server.pull(token); // what the server reads now …
      return new Promise((resolve) => this.#answers.push(() => resolve(page))); // … arrives later
    }) as unknown as Call;
    const changes = new Changes();
    const read = (async (_name: string, range: { conversation_id: ConversationId } & ReadBefore) =>
      server.read(range.conversation_id, range.before_seq, range.limit)) as unknown as Call;
    this.lost = new LostMessages({ cache, call: read, changes, model: this.model, saved: () => {} });
    this.sync = new Sync({
      ...{ call, cache: this.cache, model: this.model, keeper, changes },
      clock: new VirtualClock(),
      token: new SyncToken(),
      onEntries: (conversation, entries) => {
        for (const entry of entries) this.seen.set(messageKey(entry), entry);
        this.lost.arrived(conversation, entries);
        return [];
      },
      onAccountChanges: (told) => void this.told.push(...told.map(({ position }) => position)),
      onNews: () => {},
      onBaseline: () => {},
      onDropped: () => void this.lost.settle(),
    });
    keeper.start(() => void this.sync.catchUpCache());
  }

  async deliverAnswer(): Promise<void> {
    this.#answers.shift()?.();
    await settled();
  }

  async converge(): Promise<void> {
    const pulled = this.sync.pull();
    let done = false;
    void pulled.then(() => {
      done = true;
    });
    await settled();
    while (!done) await this.deliverAnswer();
  }
}

interface ReadBefore {
  before_seq: number;
  limit: number;
}

/** Everything that a device knows: "old state + events = fresh state" holds for it. */
export function known(model: Model) {
  const { favourites, scheduled } = model.account.messages;
  const conversations = [...model.conversations].map(({ record, log, hidden, view }) => {
    const { info, members, conversation_id } = record;
    const deleted = { cleared: hidden.cleared, seqs: [...hidden.seqs].sort((a, b) => a - b) };
    return [conversation_id, { info, members, deleted, unread: view.unread, entries: log.entries }] as const;
  });
  return { favourites, scheduled, conversations: new Map(conversations), shown: shown(model) };
}

/** What a person sees of it. */
export function shown(model: Model): Record<ConversationId, readonly MessageView[]> {
  return Object.fromEntries(
    [...model.conversations].map((conversation) => {
      const timeline = new ConversationTimeline(conversation, NO_HISTORY);
      const { messages } = timeline;
      timeline.close();
      return [conversation.record.conversation_id, messages];
    }),
  );
}

/** That of a device that has just signed in. */
export async function freshModel(server: LogServer): Promise<Model> {
  const fresh = new Replica(server);
  await fresh.converge();
  return fresh.model;
}

import type { ConversationId, Entry } from "@feiliao/protocol";
import type { Bus } from "../bus/bus.ts";
import { BoundedMap } from "../platform/bounded-map.ts";
import type { Clock } from "../platform/clock.ts";
import { codeOf } from "../platform/failure.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import type { LogFeed, LogPosition } from "../store/log-feed.ts";
import { Pace } from "./pace.ts";
import type { Document, SearchIndex } from "./search-index.ts";
import { changedBy, searchableOf } from "./searchable.ts";

/** What moves within this time is indexed together. */
const GATHER_MS = 200;
/** While another node fills the index, it is asked so often whether it still does. */
const CLAIM_INTERVAL_MS = 3_000;
/** All logs are looked through again after this time: for what no bell has told of. */
const SWEEP_INTERVAL_MS = 3_600_000;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 60_000;
const HEADS_PER_PAGE = 500;
const CONVERSATIONS_PER_BATCH = 200;
const ENTRIES_PER_BATCH = 2_000;
const POSITIONS_KEPT = 50_000;
const DOUBTFUL_MAX = 10_000;

interface Parts {
  index: SearchIndex;
  feed: LogFeed;
  bus: Bus;
  clock: Clock;
  logger: Logger;
  /** Of the index: another one is begun anew. */
  version(): string;
}

/**
 * Keeps the index up with the logs, after their commits and beside them. Where each log is indexed up to is in the
 * index itself, so that a server that ended goes on where it was. The bus tells which logs have moved; what it does
 * not tell of is found by looking through all of them: at the start, after a gap, and once an hour.
 */
export class Indexer {
  readonly #parts: Parts;
  readonly #pace: Pace;
  readonly #running: Promise<void>;
  readonly #stopListening: (() => void)[];
  readonly #positions = new BoundedMap<ConversationId, number>(POSITIONS_KEPT);
  /** Logs that may have more than the index. */
  readonly #moved = new Set<ConversationId>();
  /** Entries that may say something else than the index, by their place. */
  readonly #doubtful = new Map<string, LogPosition>();
  /** The version that the index was begun with. */
  #version: string | null = null;
  #sweepDueAt = 0;
  /** Until then this node fills the index and need not claim it again; 0: another one does. */
  #claimedUntil = 0;
  #behind = true;
  #closed = false;
  #wake: () => void = () => {};

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#pace = new Pace(parts.clock);
    this.#stopListening = [
      parts.bus.subscribe((message) => {
        if (message.kind === "conversation_frame") this.#note(message.conversation_id);
      }),
      parts.bus.onGap(() => {
        this.#sweepDueAt = 0;
      }),
    ];
    this.#running = this.#run();
  }

  /** True while the index lacks more than what was written just now. */
  get behind(): boolean {
    return this.#behind;
  }

  /** An entry may say something else than when it was indexed: erased, as messages that disappear are. */
  revise(conversation_id: ConversationId, seq: number): void {
    if (this.#doubtful.size >= DOUBTFUL_MAX) return; // whoever finds it doubts it again
    this.#doubtful.set(`${conversation_id} ${seq}`, { conversation_id, after_seq: seq - 1 });
    if (this.#moved.size === 0) this.#wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#stopListening) stop();
    this.#wake();
    await this.#running;
  }

  #note(conversation_id: ConversationId): void {
    this.#pace.rung();
    if (this.#claimedUntil === 0) return; // whoever fills the index begins with all logs
    const wasIdle = this.#moved.size === 0;
    this.#moved.add(conversation_id);
    if (wasIdle) this.#wake();
  }

  async #run(): Promise<void> {
    const { logger } = this.#parts;
    for (let failures = 0; !this.#closed; ) {
      try {
        await this.#follow();
        failures = 0;
      } catch (failure) {
        this.#sweepDueAt = 0;
        this.#behind = true;
        const error = describeFailure(failure);
        logger.error("the search index could not be written; it is tried again", {
          error,
          code: codeOf(failure),
        });
        await this.#wait(Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** failures++));
      }
    }
  }

  /** One round: what has moved, or all logs when that is due. */
  async #follow(): Promise<void> {
    const { clock } = this.#parts;
    if (!(await this.#mayFill())) {
      await this.#reviseDoubtful();
      return await this.#wait(CLAIM_INTERVAL_MS);
    }
    await this.#begin();
    await this.#reviseDoubtful();
    if (clock.now() >= this.#sweepDueAt) await this.#sweep();
    else await this.#indexMoved();
    if (this.#closed || this.#moved.size > 0 || this.#doubtful.size > 0) return;
    await this.#untilMoved();
    await this.#wait(GATHER_MS);
  }

  async #mayFill(): Promise<boolean> {
    const { clock, index } = this.#parts;
    if (clock.now() < this.#claimedUntil) return true;
    const term_ms = await index.claim();
    if (term_ms === 0) this.#leaveToAnother();
    else if (this.#claimedUntil === 0) this.#sweepDueAt = 0;
    this.#claimedUntil = term_ms === 0 ? 0 : clock.now() + term_ms / 2;
    return term_ms > 0;
  }

  #leaveToAnother(): void {
    this.#moved.clear();
    this.#positions.clear();
    this.#behind = false;
  }

  async #begin(): Promise<void> {
    const { index, version } = this.#parts;
    const current = version();
    if (this.#version === current) return;
    await index.begin(current);
    this.#positions.clear();
    this.#version = current;
    this.#sweepDueAt = 0;
  }

  /** Looks through all logs, and indexes what is missing. */
  async #sweep(): Promise<void> {
    const { clock, feed, index } = this.#parts;
    const due = clock.now() + SWEEP_INTERVAL_MS;
    this.#sweepDueAt = due;
    let last: ConversationId | null = null;
    do {
      const heads = await feed.heads(last, HEADS_PER_PAGE);
      const positions = await index.positions(heads.map(({ conversation_id }) => conversation_id));
      for (const { conversation_id, last_seq } of heads) {
        const position = positions.get(conversation_id) ?? 0;
        if (position < last_seq) this.#moved.add(conversation_id);
      }
      await this.#indexMoved();
      last = heads.at(-1)?.conversation_id ?? null;
    } while (last !== null && !this.#closed && (await this.#mayFill()));
    if (last !== null || this.#sweepDueAt !== due) return;
    this.#behind = false;
    if (!(await index.complete())) await index.setComplete(true);
  }

  /** Until nothing more has moved. */
  async #indexMoved(): Promise<void> {
    while (this.#moved.size > 0 && !this.#closed && (await this.#mayFill())) {
      const began = this.#parts.clock.now();
      const batch = [...this.#moved].slice(0, CONVERSATIONS_PER_BATCH);
      for (const conversation_id of batch) this.#moved.delete(conversation_id);
      const documents = await this.#indexBatch(batch);
      if (this.#moved.size > 0)
        await this.#wait(this.#pace.rest_ms(documents, this.#parts.clock.now() - began));
    }
  }

  /** Answers how many entries there were. */
  async #indexBatch(conversations: readonly ConversationId[]): Promise<number> {
    const { feed, index } = this.#parts;
    await this.#loadPositions(conversations);
    const wanted = conversations.map((conversation_id) => ({
      conversation_id,
      after_seq: this.#positions.get(conversation_id) ?? 0,
    }));
    const pages = await feed.entries(wanted, Math.ceil(ENTRIES_PER_BATCH / conversations.length));
    const moved = conversations
      .map((conversation_id, at) => ({ conversation_id, entries: pages[at]! }))
      .filter(({ entries }) => entries.length > 0);
    if (moved.length === 0) return 0;
    const changed = moved.flatMap(({ conversation_id, entries }) => changedPlaces(conversation_id, entries));
    const documents = new Map([...(await this.#documentsAt(changed)), ...moved.flatMap(documentsOf)]);
    const positions = moved.map(({ conversation_id, entries }) => ({
      conversation_id,
      seq: entries.at(-1)!.seq,
    }));
    await index.write({ documents: [...documents.values()], positions });
    for (const { conversation_id, seq } of positions) {
      this.#positions.set(conversation_id, seq);
      this.#moved.add(conversation_id); // there may be more
    }
    return moved.reduce((sum, { entries }) => sum + entries.length, 0);
  }

  async #reviseDoubtful(): Promise<void> {
    const doubtful = [...this.#doubtful].slice(0, ENTRIES_PER_BATCH);
    if (doubtful.length === 0) return;
    const documents = await this.#documentsAt(doubtful.map(([, position]) => position));
    await this.#parts.index.write({ documents: documents.map(([, document]) => document), positions: [] });
    for (const [place] of doubtful) this.#doubtful.delete(place);
  }

  /** What the entries right after the positions say now. */
  async #documentsAt(positions: readonly LogPosition[]): Promise<[string, Document][]> {
    const pages = await this.#parts.feed.entries(positions, 1);
    return positions.flatMap(({ conversation_id }, at) => {
      const [entry] = pages[at]!;
      return entry ? [placed(conversation_id, entry)] : [];
    });
  }

  async #loadPositions(conversations: readonly ConversationId[]): Promise<void> {
    const unknown = conversations.filter((id) => this.#positions.get(id) === undefined);
    if (unknown.length === 0) return;
    for (const [id, seq] of await this.#parts.index.positions(unknown)) this.#positions.set(id, seq);
  }

  /** Until a log has moved, or the index is to be claimed again. */
  async #untilMoved(): Promise<void> {
    const claim_ends_in_ms = this.#claimedUntil - this.#parts.clock.now();
    if (this.#moved.size === 0) await this.#wait(Math.min(SWEEP_INTERVAL_MS, Math.max(0, claim_ends_in_ms)));
  }

  /** Until the time has passed, or sooner. */
  #wait(delay_ms: number): Promise<void> {
    const { clock } = this.#parts;
    return new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, delay_ms);
      this.#wake = () => {
        clock.clearTimeout(timer);
        resolve();
      };
      if (this.#closed) this.#wake();
    });
  }
}

interface Moved {
  conversation_id: ConversationId;
  entries: readonly Entry[];
}

/** What was not indexed before and is not searchable needs no document. */
function documentsOf({ conversation_id, entries }: Moved): [string, Document][] {
  return entries.map((entry) => placed(conversation_id, entry)).filter(([, { searchable }]) => searchable);
}

function placed(conversation_id: ConversationId, entry: Entry): [string, Document] {
  const { seq, server_time } = entry;
  return [
    `${conversation_id} ${seq}`,
    { conversation_id, seq, server_time, searchable: searchableOf(entry) },
  ];
}

/** The places of entries from before a page that something in it changed. */
function changedPlaces(conversation_id: ConversationId, entries: readonly Entry[]): LogPosition[] {
  return entries
    .map(({ content }) => changedBy(content))
    .filter((seq) => seq !== null && seq < entries[0]!.seq)
    .map((seq) => ({ conversation_id, after_seq: seq! - 1 }));
}

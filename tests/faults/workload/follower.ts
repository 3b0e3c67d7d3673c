import type { ConversationChange, ConversationId, Entry, Event, Member } from "@feiliao/protocol";
import { type Device, until } from "@feiliao/testkit";
import { fingerprint, type ReceiptsAnswered, type ReceiptsSeen, type Slice } from "../audit/history.ts";

const RECONNECT_AFTER_MS = 20;
const PULL_AGAIN_AFTER_MS = 100;
const RECEIPT_EVERY = 10;

export interface FollowerOptions {
  /**
   * What different nodes push may overtake each other, so what a pushed receipt says is not the newest: it is not
   * looked at. On one node it must not fall.
   */
  several_nodes?: boolean;
}

/**
 * A device that only receives, by the letter of the protocol: it applies what is pushed when it is the next
 * entry, pulls by token otherwise, and writes down what it has in the order in which it got it.
 */
export class Follower {
  readonly slices: Slice[] = [];
  readonly receipts_seen: ReceiptsSeen[] = [];
  readonly receipts_answered: ReceiptsAnswered[] = [];
  /**
   * Conversations that it had to start anew although it had some of them: the server said so, or gave it other
   * entries than it has (D10).
   */
  readonly resets: ConversationId[] = [];
  readonly device: Device;
  /** Called with every entry that it takes. */
  onArrival: (conversation_id: ConversationId, seq: number) => void = () => {};
  readonly #options: FollowerOptions;
  readonly #current = new Map<ConversationId, Slice>();
  /** Logs that were pushed to since the last pull was asked for: its answer may be from before that. */
  readonly #pushedTo = new Set<ConversationId>();
  #token: string | null = null;
  #pulling: Promise<void> | null = null;
  #stopped = false;
  #closed: () => void = () => {};

  constructor(device: Device, options: FollowerOptions = {}) {
    this.device = device;
    this.#options = options;
    device.onEvent = (event) => this.#take(event);
    device.onClose = () => this.#closed();
  }

  /** Stays connected until it is stopped. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.device.connect();
        const closed = new Promise<void>((resolve) => {
          this.#closed = resolve;
        });
        if (!this.#stopped) await this.#pull();
        if (this.#stopped) this.device.disconnect();
        else if (this.device.connected) await closed;
      } catch {
        await Bun.sleep(RECONNECT_AFTER_MS);
      }
    }
  }

  /** Waits until it has everything up to these ends, and says so in its slices. */
  async settle(ends: ReadonlyMap<ConversationId, number>, limit_ms: number): Promise<void> {
    const hasAll = () =>
      this.#token !== null &&
      [...this.#current].every(([id, slice]) => this.#endOf(slice) >= (ends.get(id) ?? 0));
    await until("a follower to be up to date", hasAll, limit_ms).catch(() => {}); // the audit says what is missing
    await this.#pull(); // so that its token says what it has, as an app does when it is quiet
    for (const slice of this.#current.values()) slice.caught_up = true;
  }

  stop(): void {
    this.#stopped = true;
    this.device.disconnect();
    this.#closed();
  }

  #take(event: Event): void {
    if (event.event === "members") {
      if (!this.#options.several_nodes) this.#see(event.conversation_id, event.members, "pushed");
    } else if (event.event === "lagging" || event.event === "account") void this.#pull();
    else if (event.event === "entry") this.#takeEntry(event.conversation_id, event.epoch, event.entry);
  }

  #takeEntry(conversation_id: ConversationId, epoch: number, entry: Entry): void {
    const slice = this.#current.get(conversation_id);
    if (!slice || slice.epoch !== epoch || entry.seq > this.#endOf(slice) + 1) void this.#pull();
    else if (entry.seq === this.#endOf(slice) + 1) {
      this.#pushedTo.add(conversation_id);
      this.#append(slice, entry);
    }
  }

  /** One pull at a time; what comes meanwhile is found by the next one. */
  #pull(): Promise<void> {
    this.#pulling ??= this.#pullPages().finally(() => {
      this.#pulling = null;
    });
    return this.#pulling;
  }

  async #pullPages(): Promise<void> {
    for (let more = true; more && !this.#stopped; ) {
      try {
        this.#pushedTo.clear();
        const page = await this.device.call("sync/pull", { token: this.#token });
        const rewritten = page.conversations.filter((change) => this.#contradicts(change));
        if (rewritten.length > 0) this.#startAnew(rewritten);
        else {
          for (const change of page.conversations) this.#apply(change);
          this.#token = page.token;
          more = page.more;
        }
      } catch {
        if (!this.device.connected) return; // the next connection begins with a pull
        await Bun.sleep(PULL_AGAIN_AFTER_MS);
      }
    }
  }

  /** Whether the log ends before what it has of it, or holds other entries there. */
  #contradicts({ conversation_id, reset, last_seq, entries }: ConversationChange): boolean {
    const slice = this.#current.get(conversation_id);
    if (!slice || reset) return false;
    if (last_seq < this.#endOf(slice) && !this.#pushedTo.has(conversation_id)) return true;
    const first = slice.received[0]?.seq ?? 1;
    return entries.some(({ seq, client_id }) => {
      const had = slice.received[seq - first];
      return had !== undefined && had.client_id !== client_id;
    });
  }

  #startAnew(rewritten: readonly ConversationChange[]): void {
    for (const { conversation_id } of rewritten) this.resets.push(conversation_id);
    this.#token = null;
    this.#current.clear();
  }

  #apply(change: ConversationChange): void {
    const { conversation_id, epoch } = change;
    let slice = this.#current.get(conversation_id);
    if (slice && change.reset) this.resets.push(conversation_id);
    if (!slice || change.reset) {
      const { account_id, device_id } = this.device;
      slice = { device_id, account_id, conversation_id, epoch, received: [], caught_up: false };
      this.slices.push(slice);
      this.#current.set(conversation_id, slice);
    }
    const end = this.#endOf(slice);
    for (const entry of change.entries) if (entry.seq > end) this.#append(slice, entry);
    this.#see(conversation_id, change.members, "pulled");
  }

  #append(slice: Slice, { seq, client_id, content }: Entry): void {
    slice.received.push({ seq, client_id, content: fingerprint(content) });
    this.onArrival(slice.conversation_id, seq);
    if (seq % RECEIPT_EVERY === 0) void this.#acknowledge(slice.conversation_id, seq);
  }

  async #acknowledge(conversation_id: ConversationId, seq: number): Promise<void> {
    const { account_id } = this.device;
    const marks = { delivered: seq, read: seq - 1 };
    const answer = await this.device.call("receipt/advance", { conversation_id, ...marks }).catch(() => null);
    if (answer) this.receipts_answered.push({ conversation_id, account_id, ...answer });
  }

  #see(conversation_id: ConversationId, members: readonly Member[], view: "pushed" | "pulled"): void {
    const { device_id } = this.device;
    for (const { account_id, delivered, read, heard } of members) {
      this.receipts_seen.push({ device_id, view, conversation_id, account_id, delivered, read, heard });
    }
  }

  #endOf({ received }: Slice): number {
    return received.at(-1)?.seq ?? 0;
  }
}

import type { IncomingPart } from "../peer/part.ts";
import { collect, expire, partialKey, WAIT_MS } from "./collect.ts";
import type { JoinedMessage } from "./join.ts";
import type { PartialMessage } from "./partial-message.ts";

export interface ReassemblyLimits {
  /** How long the parts of a message are waited for, from the first that came. 10 minutes unless told. */
  wait_ms: number;
  /** How many long messages are kept at once, those handed out lately included. 10,000 unless told. */
  messages_max: number;
  /** What they hold in all, in bytes of base64. 8 MiB unless told. */
  content_bytes_max: number;
}

const LIMITS: ReassemblyLimits = { wait_ms: WAIT_MS, messages_max: 10_000, content_bytes_max: 8 * 2 ** 20 };

/**
 * Puts long messages together in memory. Where it would hold more than its limits allow, the oldest messages are
 * handed out as they are, so nothing is dropped silently. For what must survive a crash, see `collect`.
 */
export class Reassembly {
  readonly #limits: ReassemblyLimits;
  /** The oldest first. */
  readonly #partials = new Map<string, PartialMessage>();
  #content_bytes = 0;

  constructor(limits: Partial<ReassemblyLimits> = {}, partials: readonly PartialMessage[] = []) {
    this.#limits = { ...LIMITS, ...limits };
    for (const partial of partials.toSorted((one, other) => one.first_at_ms - other.first_at_ms))
      this.#put(partial);
  }

  /** The messages that can be handed on now, whole or not. */
  add(part: IncomingPart, now_ms: number): JoinedMessage[] {
    const key = partialKey(part);
    const before = key === null ? null : (this.#partials.get(key) ?? null);
    const { partial: after, messages } = collect(before, part, now_ms, this.#limits.wait_ms);
    if (before && after?.first_at_ms !== before.first_at_ms) this.#remove(before);
    if (after) this.#put(after);
    return [...messages, ...this.#makeRoom()];
  }

  /** The messages whose time is over, marked as incomplete. To be called at `due_ms`. */
  expire(now_ms: number): JoinedMessage[] {
    const messages: JoinedMessage[] = [];
    for (const partial of this.#partials.values()) {
      if (now_ms - partial.first_at_ms < this.#limits.wait_ms) break;
      messages.push(...this.#handOut(partial));
    }
    return messages;
  }

  /** When `expire` has something to do next; null while nothing is waited for. */
  get due_ms(): number | null {
    const [oldest] = this.#partials.values();
    return oldest ? oldest.first_at_ms + this.#limits.wait_ms : null;
  }

  /** Everything that is kept, for the constructor of a later one. */
  partials(): PartialMessage[] {
    return [...this.#partials.values()];
  }

  #makeRoom(): JoinedMessage[] {
    const messages: JoinedMessage[] = [];
    for (const partial of this.#partials.values()) {
      const isFull =
        this.#partials.size > this.#limits.messages_max ||
        this.#content_bytes > this.#limits.content_bytes_max;
      if (!isFull) break;
      messages.push(...this.#handOut(partial));
    }
    return messages;
  }

  #handOut(partial: PartialMessage): JoinedMessage[] {
    this.#remove(partial);
    const message = expire(partial);
    return message ? [message] : [];
  }

  /** One that is there already keeps its place. */
  #put(partial: PartialMessage): void {
    const before = this.#partials.get(partial.key);
    this.#content_bytes += contentBytes(partial) - (before ? contentBytes(before) : 0);
    this.#partials.set(partial.key, partial);
  }

  #remove(partial: PartialMessage): void {
    this.#partials.delete(partial.key);
    this.#content_bytes -= contentBytes(partial);
  }
}

function contentBytes({ pieces }: PartialMessage): number {
  return pieces.reduce((sum, { content }) => sum + content.length, 0);
}

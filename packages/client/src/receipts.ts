import type { ConversationId, MembersEvent } from "@feiliao/protocol";
import type { Cache } from "./cache/port.ts";
import { metaKey, putMeta } from "./cache/records.ts";
import type { Call } from "./call.ts";
import { coalesced } from "./coalesced.ts";
import type { Conversation } from "./model/conversation.ts";
import { type Marks, marksOf } from "./model/marks.ts";
import type { Model } from "./model/model.ts";
import { verdictOf } from "./outbox/verdict.ts";
import type { Clock } from "./types.ts";

/** What arrives within this time is acknowledged together. */
const GATHER_MS = 150;

export interface ReceiptsParts {
  cache: Cache;
  call: Call;
  clock: Clock;
  model: Model;
  isOnline(): boolean;
  /** The server's answer, to be taken like the event that the other devices get. */
  onMembers(event: MembersEvent): void;
  saved(conversation_id: ConversationId): void;
}

/** Tells the server how far this person's messages were delivered, read and heard; one call at a time for each log. */
export class Receipts {
  readonly #parts: ReceiptsParts;
  readonly #flushes = new Map<ConversationId, () => Promise<void>>();
  readonly #due = new Set<Conversation>();
  #timer: unknown = null;

  constructor(parts: ReceiptsParts) {
    this.#parts = parts;
  }

  /** Takes effect here at once, also offline; the server is told when it can be. */
  async advance(conversation: Conversation, marks: Partial<Marks>): Promise<void> {
    const { conversation_id } = conversation.record;
    conversation.setMarks(marks);
    this.gather(conversation);
    const record = { conversation_id, ...conversation.marks };
    try {
      await this.#parts.cache.write([putMeta(metaKey.marks(conversation_id), record)]);
      this.#parts.saved(conversation_id);
    } catch {
      // The server is told all the same.
    }
  }

  /** Something arrived that the server should hear of soon. */
  gather(conversation: Conversation): void {
    this.#gather(conversation, GATHER_MS);
  }

  online(): void {
    for (const conversation of this.#parts.model.conversations) this.gather(conversation);
  }

  stop(): void {
    this.#parts.clock.clearTimeout(this.#timer);
  }

  #gather(conversation: Conversation, wait_ms: number): void {
    if (!this.#parts.isOnline()) return; // the next connection asks for all of them
    this.#due.add(conversation);
    this.#timer ??= this.#parts.clock.setTimeout(() => this.#flushDue(), wait_ms);
  }

  #flushDue(): void {
    this.#timer = null;
    for (const conversation of this.#due) {
      const { conversation_id } = conversation.record;
      const flush = this.#flushes.get(conversation_id) ?? coalesced(() => this.#flush(conversation));
      this.#flushes.set(conversation_id, flush);
      void flush();
    }
    this.#due.clear();
  }

  async #flush(conversation: Conversation): Promise<void> {
    const { conversation_id } = conversation.record;
    const ahead = untold(conversation);
    if (!conversation.me || !ahead) return;
    try {
      const told = await this.#parts.call("receipt/advance", { conversation_id, ...ahead });
      const { me } = conversation; // as it is now: the name may have changed meanwhile
      if (!me) return;
      this.#parts.onMembers({ event: "members", conversation_id, members: [{ ...me, ...told }] });
    } catch (error) {
      const verdict = verdictOf(error);
      if (verdict.type === "later") this.#gather(conversation, verdict.after_ms);
      if (verdict.type === "unknown") this.#gather(conversation, GATHER_MS);
    }
  }
}

/** The marks that the server does not know yet, or null. */
function untold(conversation: Conversation): Partial<Marks> | null {
  const { log, me, marks, account } = conversation;
  const known = marksOf(me);
  const received = log.from(known.delivered + 1).some((entry) => entry.sender !== account.account_id);
  const wanted = { ...marks, delivered: received ? log.end : marks.delivered };
  const ahead = (["delivered", "read", "heard"] as const).filter((mark) => wanted[mark] > known[mark]);
  return ahead.length === 0 ? null : Object.fromEntries(ahead.map((mark) => [mark, wanted[mark]]));
}

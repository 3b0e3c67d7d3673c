import type { AccountId, ConversationId, LaggingEvent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../platform/clock.ts";

/** Whom a write would have been told to. */
export type Concerned = { conversation_id: ConversationId } | { account_id: AccountId };

/** At the latest; sooner when a write succeeds, since storage works again. */
const TELL_AFTER_MS = 5_000;
/** Beyond that they find out by their next pull. */
const DOUBTS_MAX = 10_000;

const FRAME = JSON.stringify({ event: "lagging" } satisfies LaggingEvent);

/**
 * A write that failed in the store may have happened all the same (D15), and then nobody was told of it. Whoever
 * would have been told is told to pull.
 */
export class Doubts {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #conversations = new Set<ConversationId>();
  readonly #accounts = new Set<AccountId>();
  #timer: unknown = null;

  constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  close(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  /** The outcome of a write, which is remembered when it is not certain. */
  async watch<T>(concerned: Concerned, write: Promise<T>): Promise<T> {
    try {
      const result = await write;
      this.settle();
      return result;
    } catch (failure) {
      this.note(concerned, failure);
      throw failure;
    }
  }

  /** A write failed. */
  note(concerned: Concerned, failure: unknown): void {
    if (!(failure instanceof FeiliaoError) || failure.code !== "storage_failed") return;
    if (this.#conversations.size + this.#accounts.size >= DOUBTS_MAX) return;
    if ("conversation_id" in concerned) this.#conversations.add(concerned.conversation_id);
    else this.#accounts.add(concerned.account_id);
    this.#timer ??= this.#clock.setTimeout(() => this.#tell(), TELL_AFTER_MS);
  }

  /** A write succeeded. */
  settle(): void {
    if (this.#timer !== null) this.#tell();
  }

  #tell(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    for (const conversation_id of this.#conversations) {
      // D17: it may have been somebody's leaving.
      this.#bus.publish({ kind: "audience_changed", conversation_id });
      this.#bus.publish({ kind: "conversation_frame", conversation_id, frame: FRAME, origin: null });
    }
    for (const account_id of this.#accounts) {
      this.#bus.publish({ kind: "account_frame", account_id, frame: FRAME });
    }
    this.#conversations.clear();
    this.#accounts.clear();
  }
}

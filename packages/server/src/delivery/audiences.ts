import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { ConversationStore } from "../store/conversation-store.ts";

/** Accounts in all remembered audiences together: about 100 MB at most. */
const ACCOUNTS_MAX = 2_000_000;

type Read = Pick<ConversationStore, "audience">["audience"];

/**
 * Who belongs to a conversation, remembered for the pushes of this node. Whoever changes an audience publishes
 * `audience_changed` after the commit; when that may have been missed, everything is forgotten.
 *
 * Invariant: what was being read when it was forgotten is not remembered, since it may be from before the change.
 */
export class Audiences {
  readonly #read: Read;
  readonly #accounts_max: number;
  readonly #known = new Map<ConversationId, readonly AccountId[]>();
  readonly #reading = new Map<ConversationId, Promise<readonly AccountId[]>>();
  #accounts = 0;

  constructor(conversations: Pick<ConversationStore, "audience">, accounts_max = ACCOUNTS_MAX) {
    this.#read = (id) => conversations.audience(id);
    this.#accounts_max = accounts_max;
  }

  /** Null: it must be read. */
  known(id: ConversationId): readonly AccountId[] | null {
    return this.#known.get(id) ?? null;
  }

  /** Reads it, once for all who ask meanwhile, so that what waits for it keeps its order. */
  read(id: ConversationId): Promise<readonly AccountId[]> {
    const running = this.#reading.get(id);
    if (running) return running;
    const reading = this.#read(id).then(
      (audience) => {
        if (audience && this.#reading.get(id) === reading) this.#remember(id, audience);
        this.#stopReading(id, reading);
        return audience ?? [];
      },
      (failure: unknown) => {
        this.#stopReading(id, reading);
        throw failure;
      },
    );
    this.#reading.set(id, reading);
    return reading;
  }

  forget(id: ConversationId): void {
    this.#reading.delete(id);
    const known = this.#known.get(id);
    if (!known) return;
    this.#known.delete(id);
    this.#accounts -= known.length;
  }

  forgetAll(): void {
    this.#reading.clear();
    this.#known.clear();
    this.#accounts = 0;
  }

  /** Makes room by forgetting what was read longest ago. */
  #remember(id: ConversationId, audience: readonly AccountId[]): void {
    this.#known.set(id, audience);
    this.#accounts += audience.length;
    for (const oldest of this.#known.keys()) {
      if (this.#accounts <= this.#accounts_max) return;
      this.forget(oldest);
    }
  }

  #stopReading(id: ConversationId, reading: Promise<readonly AccountId[]>): void {
    if (this.#reading.get(id) === reading) this.#reading.delete(id);
  }
}

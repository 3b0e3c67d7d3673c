import type { ConversationId } from "@feiliao/protocol";
import type { Cache } from "./cache/port.ts";

/** What one tab tells the others; they read what changed from the cache they share. */
export type TabMessage =
  | { type: "session" }
  | { type: "outbox" }
  | { type: "draft" | "marks" | "lost"; conversation_id: ConversationId };

interface Envelope {
  from: string;
  message: TabMessage;
}

/** The other tabs of this client. */
export class Tabs {
  readonly #cache: Cache;
  /** Tells one's own announcements from those of others where the cache does not. */
  readonly #name: string;

  constructor(cache: Cache, name: string) {
    this.#cache = cache;
    this.#name = name;
  }

  announce(message: TabMessage): void {
    this.#cache.announce({ from: this.#name, message } satisfies Envelope);
  }

  listen(listener: (message: TabMessage) => void): () => void {
    return this.#cache.listen((received) => {
      const { from, message } = received as Envelope;
      if (from !== this.#name) listener(message);
    });
  }
}

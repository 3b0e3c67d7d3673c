import type { ConversationId } from "@feiliao/protocol";
import type { ClientEvent } from "./types.ts";

/**
 * Tells the listeners what happened. Changes of conversations are gathered and told once per microtask, so that
 * a page of a thousand entries is one event for each conversation.
 */
export class Changes {
  readonly #listeners = new Set<(event: ClientEvent) => void>();
  readonly #conversations = new Set<ConversationId>();

  on(listener: (event: ClientEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: ClientEvent): void {
    for (const listener of [...this.#listeners]) callIsolated(() => listener(event));
  }

  conversation(conversation_id: ConversationId): void {
    if (this.#conversations.size === 0) queueMicrotask(() => this.#tell());
    this.#conversations.add(conversation_id);
  }

  #tell(): void {
    const changed = [...this.#conversations];
    this.#conversations.clear();
    for (const conversation_id of changed) this.emit({ type: "conversation", conversation_id });
  }
}

/** A listener that throws stops nobody else; its error still reaches the platform's report. */
export function callIsolated(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

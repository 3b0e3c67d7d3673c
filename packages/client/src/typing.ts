import type { ConversationId, TypingEvent } from "@feiliao/protocol";
import type { Socket } from "./connection/socket.ts";
import type { Model } from "./model/model.ts";
import type { Clock } from "./types.ts";

const REPEAT_MS = 4_000;
const FADES_AFTER_MS = 6_000;

/** Who is typing: told to others while it lasts, and shown here until it fades. */
export class Typing {
  readonly #clock: Clock;
  readonly #model: Model;
  readonly #fades = new Map<ConversationId, unknown>();
  #told: { conversation_id: ConversationId; at: number } | null = null;

  constructor(clock: Clock, model: Model) {
    this.#clock = clock;
    this.#model = model;
  }

  /** May be called at every key. */
  set(conversation_id: ConversationId, typing: boolean, socket: Socket | null): void {
    const told = this.#told?.conversation_id === conversation_id ? this.#told : null;
    const now = this.#clock.now();
    if (typing && told && now - told.at < REPEAT_MS) return;
    if (!typing && !told) return;
    this.#told = typing ? { conversation_id, at: now } : null;
    socket?.call("conversation/typing", { conversation_id, typing }).catch(() => {}); // only worth it now
  }

  receive({ conversation_id, typing }: TypingEvent): void {
    this.#show(conversation_id, typing);
  }

  /** What was being typed has arrived. */
  arrived(conversation_id: ConversationId): void {
    this.#show(conversation_id, false);
  }

  stop(): void {
    for (const timer of this.#fades.values()) this.#clock.clearTimeout(timer);
  }

  #show(conversation_id: ConversationId, typing: boolean): void {
    this.#clock.clearTimeout(this.#fades.get(conversation_id));
    this.#fades.delete(conversation_id);
    this.#model.conversation(conversation_id)?.setTyping(typing);
    if (!typing) return;
    const fade = this.#clock.setTimeout(() => this.#show(conversation_id, false), FADES_AFTER_MS);
    this.#fades.set(conversation_id, fade);
  }
}

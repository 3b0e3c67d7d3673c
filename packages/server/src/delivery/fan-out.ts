import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { Bus, BusMessage, SocketId } from "../bus/bus.ts";
import { inBackground } from "../platform/failure.ts";
import type { Logger } from "../platform/logger.ts";
import type { ConversationStore } from "../store/conversation-store.ts";
import type { Receivers } from "./receivers.ts";

/**
 * Takes what the bus says to the sockets of this node. Invariant: it only hands on; whoever is not reached here
 * finds the same by sync/pull.
 */
export class FanOut {
  readonly #receivers: Receivers;
  readonly #conversations: Pick<ConversationStore, "audience">;
  /** Nobody joins or leaves a conversation yet, so who belongs to one is remembered. */
  readonly #audiences = new Map<ConversationId, AccountId[]>();
  readonly #unsubscribe: () => void;

  readonly #logger: Logger;

  constructor(
    bus: Bus,
    receivers: Receivers,
    conversations: Pick<ConversationStore, "audience">,
    logger: Logger,
  ) {
    this.#logger = logger;
    this.#receivers = receivers;
    this.#conversations = conversations;
    this.#unsubscribe = bus.subscribe((message) => this.#on(message));
  }

  close(): void {
    this.#unsubscribe();
  }

  #on(message: BusMessage): void {
    switch (message.kind) {
      case "conversation_frame":
        this.#toConversation(message.conversation_id, message.frame, message.origin);
        return;
      case "account_frame":
        for (const receiver of this.#receivers.ofAccount(message.account_id)) receiver.push(message.frame);
        return;
      case "typing":
        for (const receiver of this.#receivers.attendingTo(message.conversation_id)) {
          if (receiver.account_id !== message.account_id) receiver.push(message.frame);
        }
        return;
    }
  }

  #toConversation(id: ConversationId, frame: string, origin: SocketId | null): void {
    const audience = this.#audiences.get(id);
    if (audience) this.#push(audience, frame, origin);
    else {
      const pushed = this.#loadAudience(id).then((loaded) => this.#push(loaded, frame, origin));
      inBackground(this.#logger, "pushing to a conversation", pushed);
    }
  }

  async #loadAudience(id: ConversationId): Promise<AccountId[]> {
    const audience = (await this.#conversations.audience(id)) ?? [];
    if (this.#audiences.size >= AUDIENCES_MAX) this.#audiences.clear();
    this.#audiences.set(id, audience);
    return audience;
  }

  #push(audience: readonly AccountId[], frame: string, origin: SocketId | null): void {
    for (const account_id of audience) {
      for (const receiver of this.#receivers.ofAccount(account_id)) {
        if (receiver.id !== origin) receiver.push(frame);
      }
    }
  }
}

const AUDIENCES_MAX = 100_000;

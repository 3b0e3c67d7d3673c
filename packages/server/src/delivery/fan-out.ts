import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { Bus, BusMessage, SocketId } from "../bus/bus.ts";
import { inBackground } from "../platform/failure.ts";
import type { Logger } from "../platform/logger.ts";
import type { ConversationStore } from "../store/conversation-store.ts";
import { Audiences } from "./audiences.ts";
import type { GapRecovery } from "./gap-recovery.ts";
import type { Receivers } from "./receivers.ts";

/**
 * Takes what the bus says to the sockets of this node. Invariant: it only hands on; whoever is not reached here
 * finds the same by sync/pull, and is told to pull when nobody knows whom to reach.
 */
export class FanOut {
  readonly #receivers: Receivers;
  readonly #audiences: Audiences;
  readonly #gapRecovery: Pick<GapRecovery, "recover">;
  readonly #logger: Logger;
  readonly #stops: (() => void)[];

  constructor(
    bus: Bus,
    receivers: Receivers,
    conversations: Pick<ConversationStore, "audience">,
    gapRecovery: Pick<GapRecovery, "recover">,
    logger: Logger,
  ) {
    this.#gapRecovery = gapRecovery;
    this.#logger = logger;
    this.#receivers = receivers;
    this.#audiences = new Audiences(conversations);
    this.#stops = [
      bus.subscribe((message) => this.#on(message)),
      bus.onGap(() => this.#audiences.forgetAll()),
    ];
  }

  close(): void {
    for (const stop of this.#stops) stop();
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
      case "audience_changed":
        this.#audiences.forget(message.conversation_id);
        this.#dismiss(message.conversation_id);
        return;
    }
  }

  /** D17: who attends and does not belong to it any more hears and sees no more of it. */
  #dismiss(id: ConversationId): void {
    const attending = [...this.#receivers.attendingTo(id)];
    if (attending.length === 0) return;
    const dismissed = this.#audiences.read(id).then(
      (audience) => {
        const members = new Set(audience);
        for (const receiver of attending) {
          if (members.has(receiver.account_id) || receiver.attending !== id) continue;
          this.#receivers.attend(receiver, null);
        }
      },
      (failure: unknown) => {
        for (const receiver of attending) this.#receivers.attend(receiver, null);
        throw failure;
      },
    );
    inBackground(this.#logger, "dismissing former members", dismissed);
  }

  #toConversation(id: ConversationId, frame: string, origin: SocketId | null): void {
    const audience = this.#audiences.known(id);
    if (audience) this.#push(audience, frame, origin);
    else {
      const pushed = this.#audiences.read(id).then(
        (read) => this.#push(read, frame, origin),
        (failure: unknown) => {
          this.#gapRecovery.recover();
          throw failure;
        },
      );
      inBackground(this.#logger, "pushing to a conversation", pushed);
    }
  }

  #push(audience: readonly AccountId[], frame: string, origin: SocketId | null): void {
    for (const account_id of audience) {
      for (const receiver of this.#receivers.ofAccount(account_id)) {
        if (receiver.id !== origin) receiver.push(frame);
      }
    }
  }
}

import type {
  AccountChange,
  AccountEvent,
  AccountId,
  ConversationId,
  Member,
  MembersEvent,
} from "@feiliao/protocol";
import type { Bus, SocketId } from "../bus/bus.ts";
import type { Doubts } from "../delivery/doubts.ts";
import type {
  Advanced,
  AdvanceIntent,
  Appended,
  AppendIntent,
  ConversationStore,
} from "../store/conversation-store.ts";
import { entryFrame } from "./entry-frame.ts";

/**
 * The one way in and the one way out: whatever is said in a conversation is appended here and, once it is
 * durable, rung on the bus.
 */
export class ConversationLog {
  readonly #conversations: ConversationStore;
  readonly #bus: Bus;
  readonly #doubts: Doubts;

  constructor(conversations: ConversationStore, bus: Bus, doubts: Doubts) {
    this.#conversations = conversations;
    this.#bus = bus;
    this.#doubts = doubts;
  }

  /** `origin`: the socket that asked. It learns the entry from its answer, so it is not pushed to it. */
  async append(intent: AppendIntent, origin: SocketId | null): Promise<Appended> {
    try {
      const appended = await this.#conversations.append(intent);
      this.#doubts.settle();
      if (appended.fresh) this.#announce(intent, appended, origin);
      return appended;
    } catch (failure) {
      this.#doubts.note(intent, failure);
      throw failure;
    }
  }

  async advance(intent: AdvanceIntent): Promise<Advanced> {
    const advanced = await this.#doubts.watch(intent, this.#conversations.advance(intent));
    if (advanced.changed) this.announceMember(intent.conversation_id, advanced.changed);
    return advanced;
  }

  announceMember(conversation_id: ConversationId, member: Member): void {
    const event: MembersEvent = { event: "members", conversation_id, members: [member] };
    this.#ring(conversation_id, JSON.stringify(event), null);
  }

  announceAccountChange(account_id: AccountId, change: AccountChange): void {
    const event: AccountEvent = { event: "account", change };
    this.#bus.publish({ kind: "account_frame", account_id, frame: JSON.stringify(event) });
  }

  #announce(intent: AppendIntent, appended: Appended, origin: SocketId | null): void {
    this.#ring(intent.conversation_id, entryFrame(intent, appended), origin);
  }

  #ring(conversation_id: ConversationId, frame: string, origin: SocketId | null): void {
    this.#bus.publish({ kind: "conversation_frame", conversation_id, frame, origin });
  }
}

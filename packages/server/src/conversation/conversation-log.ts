import type {
  AccountChange,
  AccountEvent,
  AccountId,
  ConversationId,
  ConversationInfo,
  InfoEvent,
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
  ChangedMember,
  ConversationStore,
  Expired,
} from "../store/conversation-store.ts";
import { entryFrame } from "./entry-frame.ts";

function membersFrame(conversation_id: ConversationId, members: Member[]): string {
  const event: MembersEvent = { event: "members", conversation_id, members };
  return JSON.stringify(event);
}

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
    if (advanced.changed) this.announceMembers(intent.conversation_id, [advanced.changed]);
    return advanced;
  }

  /** Erases what is due; clients do so by their own clocks. Resolves to what it was. */
  async expire(now: number, limit: number): Promise<Expired[]> {
    const expired = await this.#conversations.expire(now, limit);
    for (const { conversation_id, info } of expired) if (info) this.#announceInfo(conversation_id, info);
    return expired;
  }

  announceMembers(conversation_id: ConversationId, changed: readonly ChangedMember[]): void {
    const told = changed.filter(({ told_to }) => told_to === "everybody").map(({ member }) => member);
    if (told.length > 0) this.#ring(conversation_id, membersFrame(conversation_id, told), null);
    for (const { member, told_to } of changed) {
      if (told_to === "everybody" || member.state !== "active") continue;
      const frame = membersFrame(conversation_id, [member]);
      this.#bus.publish({ kind: "account_frame", account_id: member.account_id, frame });
    }
  }

  /** D17: says again that somebody came or went, since whoever wrote that may have ended before it was published. */
  announceAudience(conversation_id: ConversationId): void {
    this.#bus.publish({ kind: "audience_changed", conversation_id });
  }

  announceAccountChange(account_id: AccountId, change: AccountChange): void {
    const event: AccountEvent = { event: "account", change };
    this.#bus.publish({ kind: "account_frame", account_id, frame: JSON.stringify(event) });
  }

  #announce(intent: AppendIntent, appended: Appended, origin: SocketId | null): void {
    const { conversation_id } = intent;
    const { audience_changed, info, members } = appended;
    // D17: first, so that who was removed gets nothing from here on, and who came in gets all of it.
    if (audience_changed) this.announceAudience(conversation_id);
    this.#ring(conversation_id, entryFrame(intent, appended), origin);
    if (info) this.#announceInfo(conversation_id, info);
    if (members) this.announceMembers(conversation_id, members);
  }

  #announceInfo(conversation_id: ConversationId, info: ConversationInfo): void {
    const event: InfoEvent = { event: "info", conversation_id, info };
    this.#ring(conversation_id, JSON.stringify(event), null);
  }

  #ring(conversation_id: ConversationId, frame: string, origin: SocketId | null): void {
    this.#bus.publish({ kind: "conversation_frame", conversation_id, frame, origin });
  }
}

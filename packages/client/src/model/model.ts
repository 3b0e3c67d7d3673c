import type { ConversationId } from "@feiliao/protocol";
import type { ConversationRecord } from "../cache/records.ts";
import type { Changes } from "../changes.ts";
import type { ConversationView } from "../types.ts";
import type { Account } from "./account.ts";
import { Conversation } from "./conversation.ts";
import { isShown } from "./conversation-view.ts";

/** Everything a signed-in client knows and shows. It is whole without a connection. */
export class Model {
  readonly account: Account;
  readonly #changes: Changes;
  readonly #conversations = new Map<ConversationId, Conversation>();
  #list: readonly ConversationView[] | null = null;

  constructor(account: Account, changes: Changes) {
    this.account = account;
    this.#changes = changes;
  }

  get conversations(): Iterable<Conversation> {
    return this.#conversations.values();
  }

  /** What the list shows: those that are pinned, then the most recently active first. */
  get list(): readonly ConversationView[] {
    this.#list ??= [...this.#conversations.values()]
      .filter(isShown)
      .map((conversation) => conversation.view)
      .sort((a, b) => Number(b.settings.pinned) - Number(a.settings.pinned) || b.active_at - a.active_at);
    return this.#list;
  }

  conversation(conversation_id: ConversationId): Conversation | undefined {
    return this.#conversations.get(conversation_id);
  }

  add(record: ConversationRecord): Conversation {
    const { conversation_id } = record;
    const conversation = new Conversation(record, this.account, () => this.#changed(conversation_id));
    this.#conversations.set(conversation_id, conversation);
    this.#changed(conversation_id);
    return conversation;
  }

  /** The conversation, begun as an unknown one when it was never heard of. */
  ensure(conversation_id: ConversationId): Conversation {
    return this.#conversations.get(conversation_id) ?? this.add(unknownConversation(conversation_id));
  }

  /** Remark names and blocks appear in every conversation. */
  contactsChanged(): void {
    for (const conversation of this.#conversations.values()) conversation.touch();
  }

  #changed(conversation_id: ConversationId): void {
    this.#list = null;
    this.#changes.conversation(conversation_id);
  }
}

function unknownConversation(conversation_id: ConversationId): ConversationRecord {
  return {
    conversation_id,
    kind: "direct",
    title: null,
    state: "active",
    invited_by: null,
    info: null,
    opened_by_me: false,
    listed: false,
    at: 0,
    epoch: null,
    token_seq: 0,
    members: [],
    address: null,
  };
}

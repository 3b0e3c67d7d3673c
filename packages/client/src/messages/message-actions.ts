import type { ConversationId, MessageChange } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { byConversation } from "../by-conversation.ts";
import type { Cache } from "../cache/port.ts";
import type { Messages, Quoted, Wording } from "../message-types.ts";
import { entryView, isBubble } from "../model/message-view.ts";
import type { ChangePayload } from "../outbox/item.ts";
import { verdictOf } from "../outbox/verdict.ts";
import type { Platform } from "../platform.ts";
import type { SignedIn } from "../signed-in.ts";
import type { FeiliaoClient, MessageView } from "../types.ts";
import { compose } from "./compose.ts";
import { forward } from "./forward.ts";

/** Seqs in one call of message/hide. */
const HIDDEN_AT_ONCE_MAX = 100;

export interface ActionParts {
  cache: Cache;
  client: Pick<FeiliaoClient, "discard" | "retry" | "startTalk" | "talkPackets" | "conversation" | "profile">;
  platform: Platform;
  signedIn(): SignedIn;
}

/** What `Messages` says, but for what can be told at once. */
export class MessageActions implements Omit<Messages, "mayEdit" | "mayRecall"> {
  readonly #parts: ActionParts;

  constructor(parts: ActionParts) {
    this.#parts = parts;
  }

  async edit(message: MessageView, text: string, mentions?: Parameters<Messages["edit"]>[2]): Promise<void> {
    const named = mentions && mentions.length > 0 ? { mentions } : {};
    if (message.seq !== null)
      return this.#change(message, { type: "edit", target: message.seq, text, ...named });
    const change = { type: "edit", target: 0, text, ...named } as const;
    await this.#compose(message.conversation_id, { type: "change", change, target_key: message.key });
  }

  async recall(message: MessageView): Promise<void> {
    if (message.seq === null) await this.#parts.client.discard(message.key);
    else await this.#change(message, { type: "recall", target: message.seq });
  }

  react(message: MessageView, emoji: string | null): Promise<void> {
    return this.#change(message, { type: "reaction", target: seqOf(message), emoji });
  }

  pin(message: MessageView, pinned: boolean): Promise<void> {
    return this.#change(message, { type: "pin", target: seqOf(message), pinned });
  }

  async hide(messages: readonly MessageView[]): Promise<void> {
    const waiting = messages.filter(({ seq }) => seq === null);
    await Promise.all(waiting.map(({ key }) => this.#parts.client.discard(key)));
    const logged = messages.filter(({ seq }) => seq !== null);
    for (const [conversation_id, group] of byConversation(logged)) {
      const seqs = group.map(seqOf).sort((a, b) => a - b);
      for (let at = 0; at < seqs.length; at += HIDDEN_AT_ONCE_MAX) {
        const piece = seqs.slice(at, at + HIDDEN_AT_ONCE_MAX);
        await this.#compose(conversation_id, { type: "hide", seqs: piece });
      }
    }
  }

  async clear(conversation_id: ConversationId): Promise<void> {
    const { model } = this.#parts.signedIn();
    const up_to = model.ensure(conversation_id).log.end;
    if (up_to > 0) await this.#compose(conversation_id, { type: "clear", up_to });
  }

  async forward(messages: readonly MessageView[], to: readonly ConversationId[]): Promise<void> {
    await forward(this.#parts, messages, to);
  }

  async history(message: MessageView): Promise<readonly Wording[]> {
    const { conversation_id } = message;
    const { call } = this.#parts.signedIn();
    return (await call("message/history", { conversation_id, seq: seqOf(message) })).wordings;
  }

  async quoted(conversation_id: ConversationId, seq: number): Promise<Quoted> {
    const { model, history } = this.#parts.signedIn();
    const conversation = model.ensure(conversation_id);
    if (seq < (conversation.me?.from_seq ?? 1)) return { state: "before_my_time" };
    try {
      const found = await history.entry(conversation, seq);
      const { viewpoint } = conversation;
      if (!found || !isBubble(found, viewpoint)) return { state: "gone" };
      const message = entryView(viewpoint.pending.applyTo(found), viewpoint);
      return message.content.type === "recalled" ? { state: "gone" } : { state: "there", message };
    } catch (error) {
      return { state: verdictOf(error).type === "refused" ? "gone" : "unknown" };
    }
  }

  async #change(message: MessageView, change: MessageChange): Promise<void> {
    await this.#compose(message.conversation_id, { type: "change", change });
  }

  async #compose(
    conversation_id: ConversationId,
    payload: ChangePayload | { type: "hide"; seqs: number[] } | { type: "clear"; up_to: number },
  ): Promise<void> {
    await compose({ ...this.#parts, ...joined(this.#parts.signedIn()) }, conversation_id, payload);
  }
}

function joined({ outbox, sender }: SignedIn) {
  return { outbox, sender };
}

function seqOf({ seq }: MessageView): number {
  if (seq === null) throw new FeiliaoError("target_gone");
  return seq;
}

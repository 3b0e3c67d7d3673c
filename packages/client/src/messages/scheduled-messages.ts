import type { ConversationId, SendableContent } from "@feiliao/protocol";
import { newClientId } from "../client-id.ts";
import type { Schedule, ScheduledMessage, TextOptions } from "../message-types.ts";
import type { Payload } from "../outbox/item.ts";
import { compose } from "./compose.ts";
import type { ActionParts } from "./message-actions.ts";

/** What `Schedule` says, but for what is there already. */
export class ScheduledMessages implements Omit<Schedule, "of"> {
  readonly #parts: ActionParts;

  constructor(parts: ActionParts) {
    this.#parts = parts;
  }

  async text(
    conversation_id: ConversationId,
    text: string,
    due_at: number,
    { sms: _, ...options }: TextOptions = {},
  ): Promise<void> {
    const content: SendableContent = { type: "text", text, ...options };
    await this.#set({ scheduled_id: newClientId(this.#parts.platform), conversation_id, content, due_at });
  }

  async change(
    { scheduled_id, conversation_id, content, due_at }: ScheduledMessage,
    change: { text?: string; due_at?: number },
  ): Promise<void> {
    const words = content.type === "text" && change.text !== undefined ? { text: change.text } : {};
    await this.#set({
      scheduled_id,
      conversation_id,
      content: { ...content, ...words },
      due_at: change.due_at ?? due_at,
    });
  }

  async cancel({ scheduled_id }: ScheduledMessage): Promise<void> {
    const { call, sync } = this.#parts.signedIn();
    await call("schedule/cancel", { scheduled_id });
    await sync.pull();
  }

  async sendNow(message: ScheduledMessage): Promise<void> {
    const { platform, signedIn } = this.#parts;
    const { outbox, sender } = signedIn();
    await this.cancel(message);
    const { scheduled_id: client_id, conversation_id, content } = message;
    // The same key as the server would have used: were it to send it all the same, the log has it once (D2).
    await compose({ outbox, sender, platform }, conversation_id, content as Payload, { client_id });
  }

  async #set(message: Omit<ScheduledMessage, "failure">): Promise<void> {
    const { call, sync } = this.#parts.signedIn();
    await call("schedule/set", message);
    await sync.pull();
  }
}

import type { ConversationId, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Device } from "@feiliao/testkit";

type Ack = Output<"message/send">;

/** One message as its sender saw it. Without an ack its outcome is unknown: it may be in the log or not. */
export interface Sent {
  conversation_id: ConversationId;
  device_id: string;
  client_id: string;
  text: string;
  ack: Ack | null;
}

/**
 * Somebody who writes without pause, to one conversation after the other, and after a broken connection tries
 * the same message again until it is acknowledged, as the contract asks of clients.
 */
export class Sender {
  readonly history: Sent[] = [];
  readonly contradictions: string[] = [];
  readonly #device: Device;
  readonly #conversations: readonly ConversationId[];
  readonly #counts = new Map<ConversationId, number>();
  #stopped = false;

  constructor(device: Device, conversations: readonly ConversationId[]) {
    this.#device = device;
    this.#conversations = conversations;
  }

  async run(): Promise<void> {
    for (let turn = 0; !this.#stopped; turn++) {
      await this.#send(this.#conversations[turn % this.#conversations.length]!);
    }
    this.#device.disconnect();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #send(conversation_id: ConversationId): Promise<void> {
    const device_seq = (this.#counts.get(conversation_id) ?? 0) + 1;
    this.#counts.set(conversation_id, device_seq);
    const { device_id } = this.#device;
    const client_id = `${device_id}-${device_seq}`;
    const sent: Sent = { conversation_id, device_id, client_id, text: `${client_id} 你好`, ack: null };
    this.history.push(sent);
    const input = {
      conversation_id,
      client_id,
      device_seq,
      content: { type: "text" as const, text: sent.text },
    };
    while (!sent.ack && !this.#stopped) {
      try {
        if (!this.#device.connected) await this.#device.connect();
        sent.ack = await this.#device.call("message/send", input);
      } catch (failure) {
        // A contract error here is a finding; a broken connection is what this test makes happen.
        const definite =
          failure instanceof FeiliaoError && !["overloaded", "unauthorized"].includes(failure.code);
        if (definite)
          this.contradictions.push(`${client_id}: ${failure.code} ${JSON.stringify(failure.details)}`);
        await Bun.sleep(10);
      }
    }
  }
}

import type { ConversationId, ErrorCode, SendableContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Device } from "@feiliao/testkit";
import { fingerprint, type Read, type Send } from "../audit/history.ts";

/** Answers that leave open what became of a message, or ask to come back: the same key is tried again. */
const TRY_AGAIN = new Set(["overloaded", "storage_failed", "rate_limited", "internal"]);
const RETRY_AFTER_MS = 10;
/** After every so many messages the sender looks at what it wrote. */
const READ_EVERY = 20;

export interface SenderOptions {
  /** What the n-th message of the device is. */
  content?: (name: string) => SendableContent | Promise<SendableContent>;
  /** Between one answer and the next message. */
  pause_ms?: number;
  /** Ends by itself after so many messages. */
  messages_max?: number;
}

/**
 * Somebody who writes without pause, to one conversation after the other, and after a broken connection tries
 * the same message again until it is acknowledged, as the contract asks of clients.
 */
export class Sender {
  readonly sends: Send[] = [];
  /** How many of them were acknowledged. */
  acknowledged = 0;
  readonly reads: Read[] = [];
  /** Answers after which it tried again, by their codes. */
  readonly refusals = new Map<ErrorCode, number>();
  /** How long it took after each lost connection until a message was acknowledged again, in milliseconds. */
  readonly resumed_ms: number[] = [];
  readonly device: Device;
  readonly #conversations: readonly ConversationId[];
  readonly #options: SenderOptions;
  readonly #numbers = new Map<ConversationId, number>();
  #stopped = false;
  #lost_at: number | null = null;

  constructor(device: Device, conversations: readonly ConversationId[], options: SenderOptions = {}) {
    this.device = device;
    this.#conversations = conversations;
    this.#options = options;
    device.onEvent = () => {}; // a sender does not look at what others write
    device.onClose = () => {
      this.#lost_at ??= performance.now();
    };
  }

  async run(): Promise<void> {
    const { messages_max = Number.POSITIVE_INFINITY, pause_ms } = this.#options;
    for (let turn = 0; !this.#stopped && turn < messages_max; turn++) {
      const conversation_id = this.#conversations[turn % this.#conversations.length]!;
      await this.#send(conversation_id);
      if (turn % READ_EVERY === READ_EVERY - 1) await this.#read(conversation_id);
      if (pause_ms) await Bun.sleep(pause_ms);
    }
    this.device.disconnect();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #send(conversation_id: ConversationId): Promise<void> {
    const device_seq = (this.#numbers.get(conversation_id) ?? 0) + 1;
    this.#numbers.set(conversation_id, device_seq);
    const { account_id, device_id } = this.device;
    const client_id = `${device_id}-${device_seq}`;
    const text = { type: "text", text: `${client_id} 你好` } as const;
    const content = (await this.#options.content?.(client_id)) ?? text;
    const send: Send = {
      ...{ conversation_id, account_id, device_id, client_id, device_seq },
      content: fingerprint(content),
      blobs: content.type === "image" ? [content.blob_id] : [],
      invoked_at: performance.now(),
      completed_at: null,
      outcome: { type: "unknown" },
    };
    this.sends.push(send);
    const input = { conversation_id, client_id, device_seq, content };
    while (send.outcome.type === "unknown" && !this.#stopped) {
      try {
        if (!this.device.connected) await this.device.connect();
        const ack = await this.device.call("message/send", input);
        send.completed_at = performance.now();
        send.outcome = { type: "acknowledged", ...ack };
        this.acknowledged++;
        this.#resumed(send.completed_at);
      } catch (failure) {
        if (failure instanceof FeiliaoError && !TRY_AGAIN.has(failure.code)) {
          send.outcome = { type: "rejected", code: failure.code };
        } else {
          if (failure instanceof FeiliaoError) this.#countRefusal(failure.code);
          await Bun.sleep(RETRY_AFTER_MS);
        }
      }
    }
  }

  #resumed(at: number): void {
    if (this.#lost_at !== null) this.resumed_ms.push(at - this.#lost_at);
    this.#lost_at = null;
  }

  #countRefusal(code: ErrorCode): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }

  /** Looks at the end of a conversation; a look that fails shows nothing. */
  async #read(conversation_id: ConversationId): Promise<void> {
    const { account_id } = this.device;
    const invoked_at = performance.now();
    const page = await this.device.post("conversation/read", { conversation_id, limit: 1 }).catch(() => null);
    if (page) this.reads.push({ conversation_id, account_id, invoked_at, last_seq: page.last_seq });
  }
}

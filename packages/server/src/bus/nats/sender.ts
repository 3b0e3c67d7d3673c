import type { BusMessage } from "../bus.ts";
import { ByteWriter } from "./byte-writer.ts";
import { type EnvelopeKind, HEADER_BYTES, type Identity, writeHeader } from "./envelope.ts";
import { writeMessage } from "./message-format.ts";
import type { Wire } from "./wire.ts";

/** What was sent and has not come back yet; beyond this, messages are lost instead of piling up. */
const UNECHOED_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Numbers and sends what this node publishes: the messages of one turn of the event loop in as few envelopes as
 * hold them. What cannot be sent is counted all the same, so that the others see the gap.
 */
export class Sender {
  readonly #wire: Wire;
  readonly #self: Identity;
  readonly #writer = new ByteWriter();
  #waiting: BusMessage[] = [];
  #counter = 0;
  /** Envelopes on their way to the network and back, oldest first. */
  #unechoed: { counter: number; bytes: number }[] = [];
  #unechoed_bytes = 0;

  constructor(wire: Wire, self: Identity) {
    this.#wire = wire;
    this.#self = self;
  }

  add(message: BusMessage): void {
    if (this.#waiting.push(message) === 1) setImmediate(() => this.flush());
  }

  flush(): void {
    const messages = this.#waiting;
    if (messages.length === 0) return;
    this.#waiting = [];
    if (!this.#wire.connected || this.#unechoed_bytes > UNECHOED_BYTES_MAX) this.#counter++;
    else this.#send(messages);
  }

  /** A sign of life, with the number of the last envelope. */
  signal(kind: Exclude<EnvelopeKind, "messages">): void {
    this.#begin(kind, this.#counter);
    this.#wire.send(this.#writer.copy());
  }

  /** An envelope of this node came back, and so will none before it. */
  echoed(counter: number): void {
    while (this.#unechoed[0] && this.#unechoed[0].counter <= counter) {
      this.#unechoed_bytes -= this.#unechoed.shift()!.bytes;
    }
  }

  /** The connection was lost, and what was on its way with it. */
  connectionLost(): void {
    this.#unechoed = [];
    this.#unechoed_bytes = 0;
  }

  #send(messages: readonly BusMessage[]): void {
    const writer = this.#writer;
    this.#begin("messages", this.#counter + 1);
    for (const message of messages) {
      const end = writer.length;
      writeMessage(writer, message);
      if (writer.length > this.#wire.message_bytes_max && end > HEADER_BYTES) {
        writer.truncate(end);
        this.#sendEnvelope();
        this.#begin("messages", this.#counter + 1);
        writeMessage(writer, message);
      }
    }
    this.#sendEnvelope();
  }

  #begin(kind: EnvelopeKind, counter: number): void {
    this.#writer.truncate(0);
    writeHeader(this.#writer, kind, this.#self, counter);
  }

  #sendEnvelope(): void {
    const bytes = this.#writer.copy();
    this.#counter++;
    this.#unechoed.push({ counter: this.#counter, bytes: bytes.length });
    this.#unechoed_bytes += bytes.length;
    this.#wire.send(bytes);
  }
}

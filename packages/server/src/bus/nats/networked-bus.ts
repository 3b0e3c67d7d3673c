import { type Clock, repeat } from "../../platform/clock.ts";
import { describeFailure, type Logger } from "../../platform/logger.ts";
import type { Random } from "../../platform/random.ts";
import type { Bus, BusMessage } from "../bus.ts";
import { type Header, hex, NODE_ID_BYTES, readHeader, readMessages } from "./envelope.ts";
import { GapSignal } from "./gap-signal.ts";
import { BEAT_MS, SILENT_AFTER_BEATS } from "./heartbeat.ts";
import { Publishers } from "./publishers.ts";
import { Sender } from "./sender.ts";
import type { Wire } from "./wire.ts";

/** Deaf: nothing this node sent has come back for a while, or the connection is down. Times in beats. */
type Hearing = { phase: "hearing"; since: number; echoed_at: number } | { phase: "deaf"; since: number };

/** Another service on the same subject is told of this seldom: once in half a minute. */
const STRANGERS_TOLD_EVERY_BEATS = 60;

export interface NodeParts {
  /** What only nodes of this service know: eight bytes made from its secret. */
  service: Uint8Array;
  clock: Clock;
  random: Random;
  logger: Logger;
}

/**
 * The bus of a node on a network that may lose, repeat and reorder. It says when messages may have been missed:
 * by a jump in a publisher's count, by a publisher's silence, or by hearing not even itself. See SPEC.md.
 */
export class NetworkedBus implements Bus {
  readonly #wire: Wire;
  readonly #logger: Logger;
  readonly #service: string;
  readonly #node: string;
  readonly #sender: Sender;
  readonly #publishers = new Publishers();
  readonly #gaps: GapSignal;
  readonly #listeners = new Set<(message: BusMessage) => void>();
  readonly #stopBeating: () => void;
  #hearing: Hearing = { phase: "deaf", since: 0 };
  #onHearing: () => void = () => {};
  #beat = 0;
  #raised_at = 0;
  #strangersToldAt = Number.NEGATIVE_INFINITY;

  constructor(wire: Wire, { service, clock, random, logger }: NodeParts) {
    const node = random.bytes(NODE_ID_BYTES);
    this.#wire = wire;
    this.#logger = logger;
    this.#service = hex(service);
    this.#node = hex(node);
    this.#sender = new Sender(wire, { service, node });
    this.#gaps = new GapSignal(clock);
    this.#stopBeating = repeat(clock, logger, BEAT_MS, () => this.#onBeat());
    wire.listen({
      connected: () => this.#sender.signal("heartbeat"),
      connectionLost: () => this.#onConnectionLost(),
      received: (bytes) => this.#onReceived(bytes),
    });
  }

  /** Resolves when this node hears itself, and so the others. */
  hears(): Promise<void> {
    if (this.#hearing.phase === "hearing") return Promise.resolve();
    return new Promise((resolve) => {
      this.#onHearing = resolve;
    });
  }

  publish(message: BusMessage): void {
    this.#deliver(message);
    this.#sender.add(message);
  }

  subscribe(listener: (message: BusMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onGap(listener: () => void): () => void {
    return this.#gaps.onGap(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#stopBeating();
    this.#gaps.close();
    this.#sender.flush();
    this.#sender.signal("goodbye");
    await this.#wire.close();
  }

  #deliver(message: BusMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  #raise(): void {
    this.#raised_at = this.#beat;
    this.#gaps.raise();
  }

  #onBeat(): void {
    this.#beat++;
    const hearing = this.#hearing;
    if (hearing.phase === "hearing" && this.#beat - hearing.echoed_at >= SILENT_AFTER_BEATS) this.#goDeaf();
    const missing = this.#publishers.anySilent(this.#beat) || this.#hearing.phase === "deaf";
    if (missing && this.#beat - this.#raised_at >= SILENT_AFTER_BEATS) this.#raise();
    this.#reconnectIfStuck();
    this.#sender.signal("heartbeat");
  }

  #reconnectIfStuck(): void {
    const hearing = this.#hearing;
    if (hearing.phase !== "deaf" || !this.#wire.connected) return;
    if (this.#beat - hearing.since < SILENT_AFTER_BEATS) return;
    this.#hearing = { phase: "deaf", since: this.#beat };
    this.#wire.reconnect();
  }

  #onConnectionLost(): void {
    this.#sender.connectionLost();
    if (this.#hearing.phase === "hearing") this.#goDeaf();
  }

  #goDeaf(): void {
    this.#hearing = { phase: "deaf", since: this.#beat };
    this.#raise();
  }

  #onReceived(bytes: Uint8Array): void {
    try {
      const header = readHeader(bytes);
      if (header.service !== this.#service) this.#onStrangers();
      else if (header.node === this.#node) this.#onEcho(header);
      else this.#onOther(header, bytes);
    } catch (failure) {
      // Cut short or from another version: whatever it said is missed.
      this.#logger.warn("a bus message could not be read", { error: describeFailure(failure) });
      this.#raise();
    }
  }

  #onStrangers(): void {
    if (this.#beat - this.#strangersToldAt < STRANGERS_TOLD_EVERY_BEATS) return;
    this.#strangersToldAt = this.#beat;
    this.#logger.error("nodes with another secret are on this bus; they are not heard", {
      setting: "FEILIAO_SECRET_FILE",
    });
  }

  #onEcho({ counter }: Header): void {
    this.#sender.echoed(counter);
    if (this.#hearing.phase === "hearing") {
      this.#hearing.echoed_at = this.#beat;
      return;
    }
    this.#hearing = { phase: "hearing", since: this.#beat, echoed_at: this.#beat };
    this.#onHearing();
    this.#raise();
  }

  #onOther(header: Header, bytes: Uint8Array): void {
    const { stranger, fresh, missed } = this.#publishers.hear(header, this.#beat, this.#isNewcomer());
    // Told at once how far this node has come, a newcomer misses nothing from here on.
    if (stranger) this.#sender.signal("heartbeat");
    if (missed) this.#raise();
    if (fresh) for (const message of readMessages(bytes)) this.#deliver(message);
  }

  #isNewcomer(): boolean {
    return this.#hearing.phase === "deaf" || this.#beat - this.#hearing.since < SILENT_AFTER_BEATS;
  }
}

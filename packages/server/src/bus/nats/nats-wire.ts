import { AuthorizationError, connect, type Msg, type NatsConnection } from "@nats-io/transport-node";
import type { Clock } from "../../platform/clock.ts";
import { describeFailure, type Logger } from "../../platform/logger.ts";
import type { NatsTarget } from "./nats-url.ts";
import type { Wire, WireListener } from "./wire.ts";

const CONNECT_MS_MAX = 2_000;
const RETRY_AFTER_MS = 250;
const CLOSE_MS_MAX = 1_000;
/** Half of what a NATS server takes in one message unless told otherwise. */
const MESSAGE_BYTES_MAX = 512 * 1024;

interface Parts {
  clock: Clock;
  logger: Logger;
}

/** Core NATS: one subject that every node publishes to and subscribes to. It connects again for as long as it lives. */
export class NatsWire implements Wire {
  readonly message_bytes_max = MESSAGE_BYTES_MAX;
  readonly #target: NatsTarget;
  readonly #parts: Parts;
  readonly #running: Promise<void>;
  #listener: WireListener = { connected() {}, connectionLost() {}, received() {} };
  #connection: NatsConnection | null = null;
  #closed = false;
  #failing = false;
  #wake: () => void = () => {};

  constructor(target: NatsTarget, parts: Parts) {
    this.#target = target;
    this.#parts = parts;
    this.#running = this.#run();
  }

  get connected(): boolean {
    return this.#connection !== null;
  }

  listen(listener: WireListener): void {
    this.#listener = listener;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    try {
      this.#connection?.publish(this.#target.subject, bytes);
    } catch (failure) {
      // Larger than the server takes, or the connection is being closed.
      this.#parts.logger.warn("a bus message could not be sent", { error: describeFailure(failure) });
    }
  }

  reconnect(): void {
    const connection = this.#connection;
    if (!connection) return;
    this.#lose();
    void connection.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const connection = this.#connection;
    if (connection) {
      await Promise.race([connection.flush().catch(() => {}), this.#wait(CLOSE_MS_MAX)]);
      await connection.close();
    }
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      await this.#connectOnce();
      if (!this.#closed) await this.#wait(RETRY_AFTER_MS);
    }
  }

  /** From one connection to its end. The client's own reconnecting would keep messages meanwhile, without bound. */
  async #connectOnce(): Promise<void> {
    const { servers, credentials, tls } = this.#target;
    try {
      const connection = await connect({
        servers,
        ...credentials,
        ...(tls && { tls }),
        reconnect: false,
        timeout: CONNECT_MS_MAX,
      });
      if (this.#closed) return await connection.close();
      this.#use(connection);
      await connection.closed();
      if (this.#connection === connection) this.#lose();
    } catch (failure) {
      this.#refused(failure);
    }
  }

  #use(connection: NatsConnection): void {
    this.#failing = false;
    this.#connection = connection;
    connection.subscribe(this.#target.subject, {
      callback: (failure, message) => this.#receive(failure, message),
    });
    this.#parts.logger.info("the bus is connected");
    this.#listener.connected();
  }

  #receive(failure: Error | null, message: Msg): void {
    if (failure) this.#parts.logger.error("the bus may not be listened to", { kind: failure.name });
    else this.#listener.received(message.data);
  }

  #lose(): void {
    this.#connection = null;
    if (this.#closed) return;
    this.#parts.logger.warn("the bus lost its connection");
    this.#listener.connectionLost();
  }

  /** Once an outage: the next attempts follow at once. */
  #refused(failure: unknown): void {
    if (this.#failing || this.#closed) return;
    this.#failing = true;
    const { logger } = this.#parts;
    if (failure instanceof AuthorizationError) {
      logger.error("the bus refuses this node's user and password", { setting: "FEILIAO_BUS" });
    } else {
      logger.error("the bus cannot be reached; trying on", { error: describeFailure(failure) });
    }
  }

  #wait(duration_ms: number): Promise<void> {
    const { clock } = this.#parts;
    return new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, duration_ms);
      this.#wake = () => {
        clock.clearTimeout(timer);
        resolve();
      };
    });
  }
}

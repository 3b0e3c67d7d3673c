import type { Event, GoodbyeEvent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { VERSION } from "@feiliao/protocol/version";
import type { VoiceFrame } from "@feiliao/protocol/voice-frame";
import type { Platform } from "../platform.ts";
import type { Connection } from "../types.ts";
import { backoff_ms } from "./backoff.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { Http } from "./http.ts";
import { Socket, type SocketListener } from "./socket.ts";

/** A connection that lasted this long proves the server well: the next loss starts at the shortest wait. */
const STEADY_MS = 10_000;

export interface ConnectionListener {
  phase(phase: Connection): void;
  /** The server greeted and pushes events from now on. */
  online(socket: Socket): void;
  offline(): void;
  event(event: Event): void;
  frame(frame: VoiceFrame): void;
  /** The token is no longer good. */
  revoked(): void;
}

/** How one connection ended. */
type Ending = { type: "revoked" } | { type: "lost"; lasted_ms: number; stay_away_ms: number };

/** Keeps one socket to the server open for a signed-in device, until it is stopped. */
export class ServerConnection {
  readonly #http: Http;
  readonly #token: string;
  readonly #platform: Platform;
  readonly #listener: ConnectionListener;
  #socket: Socket | null = null;
  #heartbeat: Heartbeat | null = null;
  #stopped = false;
  #wake: () => void = () => {};

  constructor(http: Http, token: string, platform: Platform, listener: ConnectionListener) {
    this.#http = http;
    this.#token = token;
    this.#platform = platform;
    this.#listener = listener;
  }

  /** The greeted socket, or null while there is none. */
  get socket(): Socket | null {
    return this.#socket;
  }

  start(): void {
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.close();
    this.#wake();
  }

  /** Ends a wait; while online, makes sure that the other end is still there. */
  tryNow(): void {
    this.#wake();
    void this.#heartbeat?.check();
  }

  async #run(): Promise<void> {
    let attempt = 0;
    while (!this.#stopped) {
      this.#listener.phase({ phase: "connecting" });
      const ending = await this.#connect();
      if (this.#stopped) return;
      if (ending.type === "revoked") return this.#listener.revoked();
      if (ending.lasted_ms >= STEADY_MS) attempt = 0;
      await this.#wait(ending.stay_away_ms + backoff_ms(attempt++, this.#platform.randomBytes));
    }
  }

  /** Connects, and resolves when the connection has ended. */
  async #connect(): Promise<Ending> {
    const { clock } = this.#platform;
    let goodbye: GoodbyeEvent | null = null;
    let closed = () => {};
    const end = new Promise<void>((resolve) => {
      closed = resolve;
    });
    try {
      const ticket = await this.#ticket();
      if (ticket === null) return { type: "revoked" };
      const socket = await this.#greet(ticket, {
        event: (event) => {
          if (event.event === "goodbye") goodbye = event;
          else this.#listener.event(event);
        },
        frame: (frame) => this.#listener.frame(frame),
        closed: () => closed(),
      });
      const since = clock.now();
      this.#enter(socket);
      await end;
      this.#leave();
      return endingOf(goodbye, clock.now() - since);
    } catch (error) {
      return refusedBy(error) ?? endingOf(goodbye, 0); // not answered: the next try may be better
    }
  }

  /** Null when the device was signed out: this is the one call that proves it, as it carries the token. */
  async #ticket(): Promise<string | null> {
    try {
      return (await this.#http.call("session/ticket", {}, this.#token)).ticket;
    } catch (error) {
      if (error instanceof FeiliaoError && error.code === "unauthorized") return null;
      throw error;
    }
  }

  async #greet(ticket: string, listener: SocketListener): Promise<Socket> {
    const implementation = await this.#platform.webSocket();
    const socket = await Socket.open(implementation, this.#http.socketUrl, this.#platform.clock, listener);
    try {
      await socket.call("session/hello", { ticket, version: VERSION, capabilities: [] });
      return socket;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  #enter(socket: Socket): void {
    if (this.#stopped || !socket.open) {
      socket.close();
      return;
    }
    this.#socket = socket;
    this.#heartbeat = new Heartbeat(socket, this.#platform.clock);
    this.#listener.phase({ phase: "online" });
    this.#listener.online(socket);
  }

  #leave(): void {
    if (!this.#socket) return;
    this.#heartbeat?.stop();
    this.#heartbeat = null;
    this.#socket = null;
    this.#listener.offline();
  }

  #wait(delay_ms: number): Promise<void> {
    const { clock } = this.#platform;
    this.#listener.phase({ phase: "waiting", next_try_at: clock.now() + delay_ms });
    return new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, delay_ms);
      this.#wake = () => {
        clock.clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
    });
  }
}

/** A server that asks for time gets it. */
function refusedBy(error: unknown): Ending | null {
  const retry_after_s = error instanceof FeiliaoError ? error.details.retry_after_s : undefined;
  return retry_after_s ? { type: "lost", lasted_ms: 0, stay_away_ms: retry_after_s * 1000 } : null;
}

function endingOf(goodbye: GoodbyeEvent | null, lasted_ms: number): Ending {
  if (goodbye && !goodbye.retry) return { type: "revoked" };
  return { type: "lost", lasted_ms, stay_away_ms: (goodbye?.retry_after_s ?? 0) * 1000 };
}

import type { Receivers } from "@feiliao/server/delivery/receivers";
import type { Connection as ServerEnd, Socket } from "@feiliao/server/gateway/connection";
import { sayGoodbye } from "@feiliao/server/gateway/goodbye";
import type { Listener, ListenerParts } from "@feiliao/server/gateway/listen";
import { route } from "@feiliao/server/gateway/router";
import type { Connection, End, Frame } from "../network/connection.ts";

/** Told of every frame that the server sends to a signed-in device. */
export type OnPush = (device_id: string, frame: Frame) => void;

/** The gateway without a port: connections and requests come from the same process. */
export class InProcessListener implements Listener {
  readonly port = 0;
  readonly #parts: ListenerParts;
  readonly #onPush: OnPush;
  #open = true;

  constructor(parts: ListenerParts, onPush: OnPush) {
    this.#parts = parts;
    this.#onPush = onPush;
  }

  get receivers(): Receivers {
    return this.#parts.receivers;
  }

  async respond(request: Request): Promise<Response> {
    if (!this.#open) throw new Error("connection refused");
    const { pathname } = new URL(request.url);
    return route(this.#parts.router, request, pathname, { ip: null, socket_address: "" });
  }

  /** The server's end of a new connection; null when no more are taken. */
  accept(connection: Connection): End | null {
    if (!this.#open) return null;
    const { sockets } = this.#parts;
    const end = sockets.connection(null);
    sockets.opened(end, new ServerSocket(connection, end, this.#onPush));
    connection.onDrained(() => end.session?.drained());
    return {
      receive(frame) {
        if (typeof frame === "string") sockets.onText(end, frame);
        else sockets.onBinary(end, frame);
      },
      closed: () => sockets.closed(end),
    };
  }

  async close(): Promise<void> {
    this.#open = false;
    sayGoodbye(this.#parts.receivers);
  }
}

/** Frames of a simulation are few and small: each counts as so many, so that queues run full here too. */
const QUEUE_SCALE = 500;

class ServerSocket implements Socket {
  readonly #connection: Connection;
  readonly #end: ServerEnd;
  readonly #onPush: OnPush;

  constructor(connection: Connection, end: ServerEnd, onPush: OnPush) {
    this.#connection = connection;
    this.#end = end;
    this.#onPush = onPush;
  }

  sendText(text: string): number {
    return this.#send(text);
  }

  sendBinary(bytes: Uint8Array<ArrayBuffer>): number {
    return this.#send(bytes.slice());
  }

  getBufferedAmount(): number {
    return this.#connection.waiting_bytes * QUEUE_SCALE;
  }

  cork(action: () => void): void {
    action();
  }

  close(): void {
    this.#connection.closeFromServer();
  }

  #send(frame: Frame): number {
    if (this.#end.session) this.#onPush(this.#end.session.device_id, frame);
    this.#connection.sendDown(frame);
    return frame.length;
  }
}

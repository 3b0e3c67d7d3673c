import type { Connection, End, Frame } from "./connection.ts";

/** Makes the connection of a new socket. */
export type Dial = (client: End, opened: () => void) => Connection;

/** What a device's program sees of its frames, in the order it sees them. */
export interface FrameLog {
  sent(socket: number, frame: Frame): void;
  received(socket: number, frame: Frame): void;
}

/** The WebSocket class of one device: the part of the WHATWG interface that the SDK uses. */
export function webSocketClass(dial: Dial, log: FrameLog): typeof WebSocket {
  let sockets = 0;

  class SimulatedWebSocket implements End {
    binaryType = "blob";
    onopen: (() => void) | null = null;
    onmessage: ((message: { data: string | ArrayBuffer }) => void) | null = null;
    onclose: (() => void) | null = null;
    onerror: (() => void) | null = null;
    readonly #number = ++sockets;
    readonly #connection: Connection;
    #closing = false;

    constructor() {
      this.#connection = dial(this, () => this.onopen?.());
    }

    /** WebSocket.OPEN or WebSocket.CLOSED; nobody asks before it has opened. */
    get readyState(): number {
      return this.#closing ? 3 : 1;
    }

    send(frame: Frame): void {
      if (this.#closing) return;
      log.sent(this.#number, frame);
      this.#connection.sendUp(typeof frame === "string" ? frame : frame.slice());
    }

    close(): void {
      if (this.#closing) return;
      this.#closing = true;
      this.#connection.closeFromClient();
    }

    receive(frame: Frame): void {
      if (this.#closing) return;
      log.received(this.#number, frame);
      this.onmessage?.({ data: typeof frame === "string" ? frame : frame.slice().buffer });
    }

    closed(): void {
      this.#closing = true;
      this.onclose?.();
    }
  }

  return SimulatedWebSocket as unknown as typeof WebSocket;
}

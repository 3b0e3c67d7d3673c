/** The part of Bun's ServerWebSocket that the gateway uses. */
export interface Socket {
  sendText(text: string): number;
  sendBinary(bytes: Uint8Array<ArrayBuffer>): number;
  getBufferedAmount(): number;
  /** What is sent inside goes out in one system call. */
  cork(action: () => void): unknown;
  close(code: number, reason: string): void;
}

/** Where a session's frames go. They keep their order. */
export interface Wire {
  send(frame: string | Uint8Array<ArrayBuffer>): void;
  /** Bytes that the socket could not take yet. */
  getBufferedAmount(): number;
  /** Sends what is waiting, then closes. */
  close(code: number, reason: string): void;
}

/** Wires with frames to send at the end of this turn of the event loop. */
export class WireBatch {
  #waiting: BatchedWire[] = [];

  add(wire: BatchedWire): void {
    if (this.#waiting.push(wire) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const wires = this.#waiting;
    this.#waiting = [];
    for (const wire of wires) wire.flush();
  }
}

/**
 * Collects the frames that one turn of the event loop has for a socket and writes them in one system call: a
 * group commit answers many messages at once, and writing frames one by one was half the cost of each.
 */
export class BatchedWire implements Wire {
  readonly #socket: Socket;
  readonly #batch: WireBatch;
  #frames: (string | Uint8Array<ArrayBuffer>)[] | null = null;

  constructor(socket: Socket, batch: WireBatch) {
    this.#socket = socket;
    this.#batch = batch;
  }

  send(frame: string | Uint8Array<ArrayBuffer>): void {
    if (this.#frames) {
      this.#frames.push(frame);
      return;
    }
    this.#frames = [frame];
    this.#batch.add(this);
  }

  flush(): void {
    const frames = this.#frames;
    if (!frames) return;
    this.#frames = null;
    if (frames.length === 1) this.#write(frames[0]!);
    else {
      this.#socket.cork(() => {
        for (const frame of frames) this.#write(frame);
      });
    }
  }

  getBufferedAmount(): number {
    return this.#socket.getBufferedAmount();
  }

  close(code: number, reason: string): void {
    this.flush();
    this.#socket.close(code, reason);
  }

  #write(frame: string | Uint8Array<ArrayBuffer>): void {
    if (typeof frame === "string") this.#socket.sendText(frame);
    else this.#socket.sendBinary(frame);
  }
}

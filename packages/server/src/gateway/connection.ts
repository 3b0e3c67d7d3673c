import type { SocketId } from "../bus/bus.ts";
import type { Session } from "./session.ts";
import type { WriteBatch } from "./write-batch.ts";

/** The part of Bun's ServerWebSocket that the gateway uses. */
export interface Socket {
  sendText(text: string): number;
  sendBinary(bytes: Uint8Array<ArrayBuffer>): number;
  getBufferedAmount(): number;
  /** What is sent inside goes out in one system call. */
  cork(action: () => void): unknown;
  close(code: number, reason: string): void;
}

type Frame = string | Uint8Array<ArrayBuffer>;

/**
 * What a socket carries from its upgrade on, and the way its frames go out: in order, those of one turn of the
 * event loop in one system call. One object, and what is seldom needed is made then: there are many sockets.
 */
export class Connection {
  readonly id: SocketId;
  readonly ip: string | null;
  /** From a successful hello on. */
  session: Session | null = null;
  /** Packets that came before the answer to their talk/start was ready wait for it, in order. */
  heldVoice: Promise<void> | null = null;
  readonly #batch: WriteBatch;
  #socket: Socket | null = null;
  #frames: Frame[] | null = null;

  constructor(id: SocketId, ip: string | null, batch: WriteBatch) {
    this.id = id;
    this.ip = ip;
    this.#batch = batch;
  }

  opened(socket: Socket): void {
    this.#socket = socket;
  }

  send(frame: Frame): void {
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
      this.#socket!.cork(() => {
        for (const frame of frames) this.#write(frame);
      });
    }
  }

  /** Bytes that the socket could not take yet. */
  bufferedBytes(): number {
    return this.#socket!.getBufferedAmount();
  }

  /** Sends what is waiting, then closes. */
  close(code: number, reason: string): void {
    this.flush();
    this.#socket!.close(code, reason);
  }

  #write(frame: Frame): void {
    if (typeof frame === "string") this.#socket!.sendText(frame);
    else this.#socket!.sendBinary(frame);
  }
}

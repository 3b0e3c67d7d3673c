import type { Socket, SocketHandler } from "bun";
import type { Client, Listener } from "../load/driver.ts";

const HANDLERS: SocketHandler<TcpClient> = {
  data: (socket, bytes) => socket.data.receive(bytes),
  drain: (socket) => socket.data.flush(),
  close: (socket) => socket.data.onClose(socket, "closed"),
  error: (socket, error) => socket.data.onClose(socket, String(error)),
};

/** A client over plain TCP on loopback: connecting, and writing with back-pressure. */
export abstract class TcpClient implements Client {
  readonly index: number;
  protected readonly listener: Listener;
  private readonly port: number;
  private socket: Socket<TcpClient> | null = null;
  private unwritten: Uint8Array[] = [];

  constructor(index: number, port: number, listener: Listener) {
    this.index = index;
    this.port = port;
    this.listener = listener;
  }

  abstract login(): Promise<void>;
  abstract logout(): void;
  abstract send(to: number, body: string): void;
  abstract joinRoom(): Promise<void>;
  abstract sendToRoom(body: string): void;
  abstract catchUp(): Promise<number>;
  abstract receive(bytes: Buffer): void;
  /** The connection is gone: whoever waits for an answer must learn it. */
  protected abstract disconnected(reason: string): void;

  protected async connect(): Promise<void> {
    this.unwritten = [];
    this.socket = await Bun.connect({ hostname: "127.0.0.1", port: this.port, data: this, socket: HANDLERS });
    this.socket.setNoDelay(true);
  }

  protected write(bytes: Uint8Array): void {
    if (!this.socket) return;
    if (this.unwritten.length > 0) {
      this.unwritten.push(bytes);
      return;
    }
    const written = Math.max(0, this.socket.write(bytes));
    if (written < bytes.length) this.unwritten.push(bytes.subarray(written));
  }

  flush(): void {
    const waiting = this.unwritten;
    this.unwritten = [];
    for (const bytes of waiting) this.write(bytes);
  }

  /** Sends the protocol's goodbye and closes. */
  protected hangUp(goodbye: Uint8Array): void {
    const socket = this.socket;
    if (!socket) return;
    this.socket = null;
    socket.write(goodbye);
    socket.end();
  }

  onClose(socket: Socket<TcpClient>, reason: string): void {
    if (socket !== this.socket) return;
    this.socket = null;
    this.listener.lost(this, reason);
    this.disconnected(reason);
  }
}

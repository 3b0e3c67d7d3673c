import { TcpClient } from "./tcp-client.ts";
import { clientFrame, OPCODE, serverFrame } from "./websocket-frames.ts";

const HEADERS_END = "\r\n\r\n";
const SWITCHING_PROTOCOLS = "HTTP/1.1 101";
/** Status code 1000 (RFC 6455, section 7.4.1). */
const NORMAL_CLOSURE = Uint8Array.of(0x03, 0xe8);

/** The key is any 16 bytes; the answer to it is not checked, because the server is our own. */
const upgradeRequest = (path: string) =>
  Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==${HEADERS_END}`,
  );

interface Waiting {
  resolve: (text: string) => void;
  reject: (error: Error) => void;
}

/** A client that speaks text frames over a WebSocket, built and taken apart by hand. */
export abstract class WebSocketClient extends TcpClient {
  private rest: Buffer | null = null;
  private upgrading = false;
  private waiting: Waiting | null = null;

  /** One text frame of the server, between the two offsets. */
  protected abstract onText(bytes: Buffer, start: number, end: number): void;

  protected async open(path: string): Promise<void> {
    this.rest = null;
    this.upgrading = true;
    await this.connect();
    const answer = this.answer();
    this.write(upgradeRequest(path));
    const head = await answer;
    if (!head.startsWith(SWITCHING_PROTOCOLS)) throw new Error(`the upgrade was refused: ${head}`);
  }

  protected sendText(text: string): void {
    this.write(clientFrame(OPCODE.text, text));
  }

  /** Sends a request and waits for what the subclass passes to `resolveAnswer`; one at a time. */
  protected request(text: string): Promise<string> {
    const answer = this.answer();
    this.sendText(text);
    return answer;
  }

  protected resolveAnswer(text: string): void {
    const waiting = this.waiting;
    this.waiting = null;
    waiting?.resolve(text);
  }

  logout(): void {
    this.hangUp(clientFrame(OPCODE.close, NORMAL_CLOSURE));
  }

  receive(received: Buffer): void {
    const bytes = this.rest ? Buffer.concat([this.rest, received]) : received;
    let offset = this.upgrading ? this.finishUpgrade(bytes) : 0;
    if (!this.upgrading) {
      for (let frame = serverFrame(bytes, offset); frame; frame = serverFrame(bytes, offset)) {
        offset = frame.end;
        if (frame.opcode === OPCODE.text) this.onText(bytes, frame.start, frame.end);
        else if (frame.opcode === OPCODE.ping) this.pong(bytes.subarray(frame.start, frame.end));
      }
    }
    // The runtime reuses the received buffer, so what is left must be copied.
    this.rest = offset < bytes.length ? Buffer.from(bytes.subarray(offset)) : null;
  }

  protected disconnected(reason: string): void {
    this.waiting?.reject(new Error(`the connection ended: ${reason}`));
    this.waiting = null;
  }

  private answer(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  /** The length of the response head once it is complete, else 0. */
  private finishUpgrade(bytes: Buffer): number {
    const end = bytes.indexOf(HEADERS_END);
    if (end < 0) return 0;
    this.upgrading = false;
    this.resolveAnswer(bytes.toString("latin1", 0, end));
    return end + HEADERS_END.length;
  }

  private pong(payload: Uint8Array): void {
    this.write(clientFrame(OPCODE.pong, payload));
  }
}

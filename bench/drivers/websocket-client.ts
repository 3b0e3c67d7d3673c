import { TcpClient } from "./tcp-client.ts";
import { clientFrame, OPCODE, serverFrame } from "./websocket-frames.ts";

const HEADERS_END = "\r\n\r\n";
const SWITCHING_PROTOCOLS = "HTTP/1.1 101";
/** Status code 1000 (RFC 6455, section 7.4.1). */
const NORMAL_CLOSURE = Uint8Array.of(0x03, 0xe8);

const CONTENT_LENGTH = /^content-length: *(\d+)/im;

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

/** A client that speaks text frames over a WebSocket, built and taken apart by hand; HTTP before that. */
export abstract class WebSocketClient extends TcpClient {
  private rest: Buffer | null = null;
  private isHttp = true;
  private waiting: Waiting | null = null;

  /** One text frame of the server, between the two offsets. */
  protected abstract onText(bytes: Buffer, start: number, end: number): void;

  protected override connect(): Promise<void> {
    this.rest = null;
    this.isHttp = true;
    return super.connect();
  }

  /** Calls with POST on the connection that becomes the socket afterwards; resolves with the body of a success. */
  protected async post(path: string, token: string, body: string): Promise<string> {
    const answer = this.answer();
    this.write(
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${body.length}${HEADERS_END}${body}`,
      ),
    );
    const response = await answer;
    if (!response.startsWith("HTTP/1.1 200")) throw new Error(`POST ${path}: ${response}`);
    return response.slice(response.indexOf(HEADERS_END) + HEADERS_END.length);
  }

  /** Turns the connection into a WebSocket. */
  protected async upgrade(path: string): Promise<void> {
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
    let offset = this.isHttp ? this.finishResponse(bytes) : 0;
    if (!this.isHttp) {
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

  /** The length of the response once it is complete, else 0. */
  private finishResponse(bytes: Buffer): number {
    const headEnd = bytes.indexOf(HEADERS_END);
    if (headEnd < 0) return 0;
    const head = bytes.toString("latin1", 0, headEnd);
    const end = headEnd + HEADERS_END.length + Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
    if (bytes.length < end) return 0;
    this.isHttp = !head.startsWith(SWITCHING_PROTOCOLS);
    this.resolveAnswer(bytes.toString("latin1", 0, end));
    return end;
  }

  private pong(payload: Uint8Array): void {
    this.write(clientFrame(OPCODE.pong, payload));
  }
}

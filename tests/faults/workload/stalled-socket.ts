import { connect, type Socket } from "node:net";
import { VERSION } from "@feiliao/protocol/version";
import type { Device } from "@feiliao/testkit";
import { ServerFrames } from "../harness/server-frames.ts";

const UPGRADE =
  "GET /v1/socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n";

/** A socket of a device that greets the server, and then reads nothing until it is told to. */
export class StalledSocket {
  readonly #socket: Socket;
  readonly #frames = new ServerFrames();
  readonly #texts: string[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => this.#texts.push(...this.#frames.take(Buffer.from(bytes))));
    socket.on("error", () => {});
  }

  static async open(url: string, device: Device): Promise<StalledSocket> {
    const { ticket } = await device.post("session/ticket", {});
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    const stalled = new StalledSocket(socket);
    const input = { ticket, version: VERSION, capabilities: [] };
    socket.write(UPGRADE);
    socket.write(clientFrame(JSON.stringify({ id: 1, op: "session/hello", input })));
    while (!stalled.#texts.some((text) => text.startsWith('{"id":1,"output"'))) await Bun.sleep(5);
    socket.pause();
    return stalled;
  }

  /** Reads again; true when the server says that it withheld something, false when nothing or the end comes. */
  readOn(limit_ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), limit_ms);
      const answer = (isTold: boolean) => {
        clearTimeout(timer);
        resolve(isTold);
      };
      this.#socket.on("data", () => {
        if (this.#texts.some((text) => text.startsWith('{"event":"lagging"'))) answer(true);
        this.#texts.length = 0;
      });
      this.#socket.on("close", () => answer(false));
      this.#socket.resume();
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** A text frame of a client (RFC 6455 §5.2), with a mask of zeros, which leaves the text as it is. */
function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.from([0x81, 0x80 | 126, payload.length >> 8, payload.length & 0xff, 0, 0, 0, 0]);
  return Buffer.concat([head, payload]);
}

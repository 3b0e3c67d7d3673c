import { afterAll, expect, test } from "bun:test";
import type { Listener } from "../load/driver.ts";
import { WebSocketClient } from "./websocket-client.ts";

const LISTENER: Listener = { message() {}, accepted() {}, lost() {} };

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response(null, { status: 400 })),
  websocket: {
    message(socket, text) {
      socket.ping("are you there");
      socket.send(text);
    },
    pong: (_socket, payload) => void pongs.push(payload.toString()),
    close: (_socket, code) => void closeCodes.push(code),
  },
});
const pongs: string[] = [];
const closeCodes: number[] = [];
afterAll(() => server.stop(true));

class EchoClient extends WebSocketClient {
  constructor() {
    super(0, server.port!, LISTENER);
  }
  async login(): Promise<void> {
    await this.connect();
    await this.upgrade("/");
  }
  echo(text: string): Promise<string> {
    return this.request(text);
  }
  protected onText(bytes: Buffer, start: number, end: number): void {
    this.resolveAnswer(bytes.toString("latin1", start, end));
  }
  send(): void {}
  async joinRoom(): Promise<void> {}
  sendToRoom(): void {}
  async catchUp(): Promise<number> {
    return 0;
  }
}

test("frames of every length class arrive and come back whole", async () => {
  const client = new EchoClient();
  await client.login();
  for (const length of [0, 1, 125, 126, 1_000, 65_535]) {
    const text = "x".repeat(length);
    expect(await client.echo(text)).toBe(text);
  }
  client.logout();
});

test("a ping is answered, and leaving is a normal closure", async () => {
  const client = new EchoClient();
  await client.login();
  await client.echo("first");
  await client.echo("second");
  expect(pongs).toContain("are you there");
  closeCodes.length = 0;
  client.logout();
  while (closeCodes.length === 0) await Bun.sleep(1);
  expect(closeCodes).toEqual([1_000]);
});

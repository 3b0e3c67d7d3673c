import type { Answer, Call, CallInput, ErrorBody, Event, OperationName, Output } from "@feiliao/protocol";
import { memoryCache } from "../cache/memory.ts";
import { type Credentials, metaKey, putMeta } from "../cache/records.ts";
import { createClient } from "../client.ts";
import type { FeiliaoClient } from "../types.ts";
import { ME, MY_DEVICE } from "./log-server.ts";
import { settled, VirtualClock } from "./virtual-clock.ts";

export const CREDENTIALS: Credentials = { account_id: ME, device_id: MY_DEVICE, token: "token" };

export const HELLO: Output<"session/hello"> = {
  account_id: ME,
  device_id: MY_DEVICE,
  version: 1,
  capabilities: [],
  server_time: 0,
};

/** The server's end of one socket: it does nothing but what the test does by hand. */
export class ServerEnd {
  readonly calls: Call[] = [];
  readonly frames: Uint8Array[] = [];
  readonly #socket: PumpedSocket;

  constructor(socket: PumpedSocket) {
    this.#socket = socket;
  }

  /** Takes the oldest unanswered call of that name. */
  take<Name extends OperationName>(op: Name): Call<Name> & { input: CallInput<Name> } {
    const index = this.calls.findIndex((call) => call.op === op);
    if (index === -1)
      throw new Error(`no call of ${op} among: ${this.calls.map((call) => call.op).join(", ")}`);
    return this.calls.splice(index, 1)[0] as Call<Name> & { input: CallInput<Name> };
  }

  has(op: OperationName): boolean {
    return this.calls.some((call) => call.op === op);
  }

  async answer<Name extends OperationName>({ id }: Call<Name>, output: Output<Name>): Promise<void> {
    await this.#push({ id, output });
  }

  async refuse({ id }: Call, error: Omit<ErrorBody, "message">): Promise<void> {
    await this.#push({ id, error: { ...error, message: error.code } });
  }

  async push(event: Event): Promise<void> {
    await this.#push(event);
  }

  async close(): Promise<void> {
    this.#socket.close();
    await settled();
  }

  async #push(frame: Answer | Event): Promise<void> {
    this.#socket.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent);
    await settled();
  }
}

class PumpedSocket {
  onopen: (() => void) | null = null;
  onmessage: ((message: MessageEvent) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  binaryType = "blob";
  readonly end = new ServerEnd(this);
  #open = true;

  /** WebSocket.OPEN or WebSocket.CLOSED. */
  get readyState(): number {
    return this.#open ? 1 : 3;
  }

  send(frame: string | Uint8Array): void {
    if (typeof frame === "string") this.end.calls.push(JSON.parse(frame) as Call);
    else this.end.frames.push(frame);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    queueMicrotask(() => this.onclose?.());
  }
}

/** A signed-in client on a virtual clock, whose server is the test. */
export class HandPumped {
  readonly clock = new VirtualClock();
  readonly cache = memoryCache();
  readonly client: FeiliaoClient;
  /** Whether tickets are handed out. */
  reachable = true;
  readonly #ends: ServerEnd[] = [];
  #tickets = 0;

  constructor() {
    const ends = this.#ends;
    this.client = createClient({
      url: "http://server",
      cache: this.cache,
      clock: this.clock,
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      fetch: (async () => this.#ticket()) as unknown as typeof fetch,
      webSocket: class extends PumpedSocket {
        constructor() {
          super();
          ends.push(this.end);
          queueMicrotask(() => this.onopen?.());
        }
      } as unknown as typeof WebSocket,
    });
  }

  static async start(): Promise<HandPumped> {
    const pumped = new HandPumped();
    await pumped.cache.write([putMeta(metaKey.credentials, CREDENTIALS)]);
    await pumped.client.start();
    return pumped;
  }

  /** How often a connection was tried. */
  get tries(): number {
    return this.#tickets;
  }

  /** The newest socket's other end. */
  get end(): ServerEnd {
    const end = this.#ends.at(-1);
    if (!end) throw new Error("no socket was opened");
    return end;
  }

  /** Says hello back, and answers the first pull with nothing new. */
  async greet(): Promise<ServerEnd> {
    await settled();
    const { end } = this;
    await end.answer(end.take("session/hello"), HELLO);
    await this.answerPulls();
    return end;
  }

  async answerPulls(): Promise<void> {
    while (this.end.has("sync/pull")) {
      const page = { token: "t", more: false, account_reset: false, account: [], conversations: [] };
      await this.end.answer(this.end.take("sync/pull"), page);
    }
  }

  #ticket(): Response {
    this.#tickets++;
    if (!this.reachable) throw new TypeError("no network");
    return Response.json({ ticket: "ticket", expires_in_s: 30 });
  }
}

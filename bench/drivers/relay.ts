import { BODY_MARK, bodySender, bodyTime } from "../load/body.ts";
import type { Client, Driver, Listener } from "../load/driver.ts";
import { WebSocketClient } from "./websocket-client.ts";

/** Offset of the letter that tells the kinds of frames apart: `{"t":"…`. */
const KIND_AT = 6;
const ACK = "a".charCodeAt(0);
const MESSAGE = "m".charCodeAt(0);

class RelayClient extends WebSocketClient {
  private nextId = 0;

  async login(): Promise<void> {
    await this.connect();
    await this.upgrade("/");
    await this.request(`{"t":"login","user":${this.index}}`);
  }

  send(to: number, body: string): void {
    this.sendText(`{"t":"send","id":${++this.nextId},"to":${to},"body":"${body}"}`);
  }

  async joinRoom(): Promise<void> {
    await this.request('{"t":"join"}');
  }

  sendToRoom(body: string): void {
    this.sendText(`{"t":"room","id":${++this.nextId},"body":"${body}"}`);
  }

  catchUp(): Promise<number> {
    throw new Error("the relay loses what nobody receives");
  }

  protected onText(bytes: Buffer, start: number, end: number): void {
    const kind = bytes[start + KIND_AT];
    if (kind === ACK) this.listener.accepted(this, 1);
    else if (kind === MESSAGE) this.onMessage(bytes.toString("latin1", start, end));
    else this.resolveAnswer(bytes.toString("latin1", start, end));
  }

  private onMessage(frame: string): void {
    const body = frame.indexOf(BODY_MARK);
    this.listener.message(this, bodyTime(frame, body), bodySender(frame, body));
  }
}

/** The protocol of the floor (peers/relay-log-server.ts). */
export class RelayDriver implements Driver {
  readonly echoesRoomMessages = true;
  readonly missedMessages = "lost";
  private port = 0;

  connectTo(port: number): void {
    this.port = port;
  }

  client(index: number, listener: Listener): Client {
    return new RelayClient(index, this.port, listener);
  }
}

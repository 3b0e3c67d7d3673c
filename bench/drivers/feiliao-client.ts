import { type CallInput, type OperationName, type Output, VERSION } from "@feiliao/protocol";
import { bodySender, bodyTime } from "../load/body.ts";
import type { Listener } from "../load/driver.ts";
import { WebSocketClient } from "./websocket-client.ts";

/** One line of the file that `feiliao user import --tokens` writes. */
export interface ImportedUser {
  index: number;
  /** E.164 */
  number: string;
  token: string;
  /** Conversation ids by the index of the other user. */
  conversations: Record<string, string>;
  group: string | null;
}

/** A user, and what the device keeps while it is away. */
export interface Account extends ImportedUser {
  syncToken: string | null;
}

// Frames are built by concatenation and searched instead of parsed: the generator must cost less than the server.
// Sends have a number as their id, what is waited for has "call", and receipts have an id nobody waits for.
const SEND_ANSWER = /^\{"id":\d/;
const CALL_ANSWER = '{"id":"call"';
const ENTRY = '{"event":"entry"';
const BODY = '"text":"';
const CONVERSATION = '"conversation_id":"';
const SEQ = '"seq":';

export class FeiliaoClient extends WebSocketClient {
  private readonly account: Account;
  private readonly origin: string;
  private readonly receipts: boolean;
  /** A client_id is used once for ever, also by later clients of the same user. */
  private readonly clientIds = `bench-${crypto.randomUUID()}-`;
  private sends = 0;

  constructor(account: Account, port: number, receipts: boolean, listener: Listener) {
    super(account.index, port, listener);
    this.account = account;
    this.origin = `http://127.0.0.1:${port}`;
    this.receipts = receipts;
  }

  async login(): Promise<void> {
    const ticket = await this.ticket();
    await this.open("/v1/socket");
    await this.call("session/hello", { ticket, version: VERSION, capabilities: [] });
  }

  send(to: number, body: string): void {
    this.sendTo(this.account.conversations[to]!, body);
  }

  /** Membership comes with the import. */
  async joinRoom(): Promise<void> {}

  sendToRoom(body: string): void {
    this.sendTo(this.account.group!, body);
  }

  async catchUp(): Promise<number> {
    let entries = 0;
    for (let more = true; more; ) {
      const page = await this.call("sync/pull", { token: this.account.syncToken });
      for (const change of page.conversations) entries += change.entries.length;
      this.account.syncToken = page.token;
      more = page.more;
    }
    return entries;
  }

  protected onText(bytes: Buffer, start: number, end: number): void {
    const frame = bytes.toString("latin1", start, end);
    if (frame.startsWith(ENTRY)) this.onEntry(frame);
    else if (SEND_ANSWER.test(frame)) this.onSendAnswer(frame);
    else if (frame.startsWith(CALL_ANSWER)) this.resolveAnswer(frame);
  }

  private onEntry(frame: string): void {
    const body = frame.indexOf(BODY) + BODY.length;
    if (this.receipts) this.sendReceipt(frame);
    this.listener.message(this, bodyTime(frame, body), bodySender(frame, body));
  }

  private onSendAnswer(frame: string): void {
    if (frame.includes('"error":')) this.listener.lost(this, frame);
    else this.listener.accepted(this, 1);
  }

  private sendTo(conversation: string, body: string): void {
    const id = ++this.sends;
    this.sendText(
      `{"id":${id},"op":"message/send","input":{"conversation_id":"${conversation}",` +
        `"client_id":"${this.clientIds}${id}","content":{"type":"text","text":"${body}"}}}`,
    );
  }

  private sendReceipt(frame: string): void {
    const conversation = frame.indexOf(CONVERSATION) + CONVERSATION.length;
    const id = frame.slice(conversation, frame.indexOf('"', conversation));
    const seq = Number.parseInt(frame.slice(frame.indexOf(SEQ) + SEQ.length), 10);
    this.sendText(
      `{"id":"receipt","op":"receipt/advance","input":{"conversation_id":"${id}","delivered":${seq},"read":${seq}}}`,
    );
  }

  private async call<Name extends OperationName>(op: Name, input: CallInput<Name>): Promise<Output<Name>> {
    const answer = JSON.parse(await this.request(JSON.stringify({ id: "call", op, input })));
    if (answer.error) throw new Error(`${op}: ${answer.error.code}`);
    return answer.output;
  }

  private async ticket(): Promise<string> {
    const response = await fetch(`${this.origin}/v1/session/ticket`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.account.token}`, "content-type": "application/json" },
      body: "{}",
    });
    if (!response.ok) throw new Error(`session/ticket: ${response.status} ${await response.text()}`);
    const { ticket } = (await response.json()) as Output<"session/ticket">;
    return ticket;
  }
}

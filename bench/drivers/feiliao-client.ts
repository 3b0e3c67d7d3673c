import {
  type CallInput,
  type ConversationId,
  type OperationName,
  type Output,
  VERSION,
} from "@feiliao/protocol";
import { BODY_HEAD_BYTES, bodySender, bodyTime } from "../load/body.ts";
import type { Listener } from "../load/driver.ts";
import type { Reader } from "../peers/peer.ts";
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
// Which kind of frame it is shows in one character: {"event":"entry"… {"id":17,… {"id":"call",…
const EVENT_NAME_AT = '{"event":"'.length;
const ID_AT = '{"id":'.length;
const [ENTRY, QUOTE, CALL, COLON] = Buffer.from('e"c:');
const BODY = '"text":"';
const CONVERSATION = '"conversation_id":"';
const SEQ = '"seq":';

export class FeiliaoClient extends WebSocketClient implements Reader {
  private readonly account: Account;
  private readonly receipts: boolean;
  /** A client_id is used once for ever, also by later clients of the same user. */
  private readonly clientIds = `bench-${crypto.randomUUID()}-`;
  private sends = 0;

  constructor(account: Account, port: number, receipts: boolean, listener: Listener) {
    super(account.index, port, listener);
    this.account = account;
    this.receipts = receipts;
  }

  async login(): Promise<void> {
    await this.connect();
    const answer = await this.post("/v1/session/ticket", this.account.token, "{}");
    const { ticket } = JSON.parse(answer) as Output<"session/ticket">;
    await this.upgrade("/v1/socket");
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

  async readBefore(friend: number, seq: number | null, limit: number): Promise<number> {
    const conversation_id = this.account.conversations[friend]! as ConversationId;
    const before = seq === null ? {} : { before_seq: seq };
    const page = await this.call("conversation/read", { conversation_id, limit, ...before });
    return page.entries[0]?.seq ?? 0;
  }

  protected onText(bytes: Buffer, start: number, end: number): void {
    if (bytes[start + ID_AT] === QUOTE) {
      if (bytes[start + ID_AT + 1] === CALL) this.resolveAnswer(bytes.toString("latin1", start, end));
    } else if (bytes[start + ID_AT - 1] === COLON) this.onSendAnswer(bytes.toString("latin1", start, end));
    else if (bytes[start + EVENT_NAME_AT] === ENTRY) this.onEntry(bytes, start, end);
  }

  private onEntry(bytes: Buffer, start: number, end: number): void {
    const body = bytes.indexOf(BODY, start) + BODY.length;
    const head = bytes.toString("latin1", body, body + BODY_HEAD_BYTES);
    if (this.receipts) this.sendReceipt(bytes.toString("latin1", start, end));
    this.listener.message(this, bodyTime(head, 0), bodySender(head, 0));
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
}

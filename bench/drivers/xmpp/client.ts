import { BODY_MARK, bodySender, bodyTime } from "../../load/body.ts";
import { TcpClient } from "../tcp-client.ts";
import { StanzaSplitter } from "./stanzas.ts";
import { AcknowledgedStanzas } from "./stream-management.ts";

const DOMAIN = "localhost";
const ROOM = `bench@conference.${DOMAIN}`;
const STREAM_HEADER =
  `<?xml version='1.0'?><stream:stream to='${DOMAIN}' version='1.0' xmlns='jabber:client'` +
  " xmlns:stream='http://etherx.jabber.org/streams'>";
const STREAM_END = Buffer.from("</stream:stream>");
const BODY = `<body>${BODY_MARK}`;
/** Every message asks to be confirmed at once, as phones do (XEP-0198, section 4). */
const ACK_REQUEST = "<r xmlns='urn:xmpp:sm:3'/>";

interface Waiting {
  wanted: (stanza: string) => boolean;
  resolve: (stanza: string) => void;
  reject: (error: Error) => void;
}

/** SASL PLAIN, stream management (XEP-0198), carbons (XEP-0280), rooms (XEP-0045), sign-up (XEP-0077). */
export class XmppClient extends TcpClient {
  private readonly splitter = new StanzaSplitter();
  private readonly outgoing = new AcknowledgedStanzas();
  private waiting: Waiting | null = null;
  private handled = 0;
  private nextId = 0;

  async register(): Promise<void> {
    await this.connect();
    await this.openStream();
    const answer = await this.query(
      `<query xmlns='jabber:iq:register'><username>${this.user}</username><password>${this.password}</password></query>`,
      DOMAIN,
    );
    this.logout();
    if (!isResult(answer)) throw new Error(`the sign-up was refused: ${answer}`);
  }

  async login(): Promise<void> {
    await this.connect();
    await this.openStream();
    const credentials = Buffer.from(`\0${this.user}\0${this.password}`).toString("base64");
    await this.ask(
      `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${credentials}</auth>`,
      (stanza) => stanza.startsWith("<success"),
    );
    await this.openStream();
    await this.query("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind>");
    await this.ask("<enable xmlns='urn:xmpp:sm:3' resume='true'/>", (stanza) =>
      stanza.startsWith("<enabled"),
    );
    this.handled = 0;
    this.outgoing.enable();
    await this.query("<enable xmlns='urn:xmpp:carbons:2'/>");
    this.outgoing.other();
    this.writeText("<presence/>");
  }

  logout(): void {
    this.hangUp(STREAM_END);
  }

  send(to: number, body: string): void {
    this.sendMessage(`u${to}@${DOMAIN}`, "chat", body);
  }

  async joinRoom(): Promise<void> {
    this.outgoing.other();
    await this.ask(
      `<presence to='${ROOM}/n${this.index}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`,
      isSelfPresence,
    );
  }

  sendToRoom(body: string): void {
    this.sendMessage(ROOM, "groupchat", body);
  }

  catchUp(): Promise<number> {
    throw new Error("missed messages are pushed at log-in");
  }

  receive(bytes: Buffer): void {
    for (const stanza of this.splitter.push(bytes.toString("latin1"))) this.onStanza(stanza);
  }

  protected disconnected(reason: string): void {
    this.waiting?.reject(new Error(`the connection ended: ${reason}`));
    this.waiting = null;
  }

  private get user(): string {
    return `u${this.index}`;
  }

  private get password(): string {
    return `pw${this.index}`;
  }

  private onStanza(stanza: string): void {
    if (stanza.startsWith("<message")) this.onMessage(stanza);
    else if (stanza.startsWith("<a ")) this.onAcknowledged(stanza);
    else if (stanza.startsWith("<r ")) this.writeText(`<a xmlns='urn:xmpp:sm:3' h='${this.handled}'/>`);
    else {
      if (stanza.startsWith("<iq") || stanza.startsWith("<presence")) this.handled++;
      this.onAnswer(stanza);
    }
  }

  private onMessage(stanza: string): void {
    this.handled++;
    const at = stanza.indexOf(BODY);
    if (stanza.includes("type='error'") || stanza.includes('type="error"')) this.listener.lost(this, stanza);
    else if (at > 0) {
      const body = at + BODY.length - BODY_MARK.length;
      this.listener.message(this, bodyTime(stanza, body), bodySender(stanza, body));
    }
  }

  private onAcknowledged(stanza: string): void {
    const handledByServer = Number(/\bh=['"](\d+)/.exec(stanza)?.[1]);
    const messages = this.outgoing.acknowledge(handledByServer);
    if (messages > 0) this.listener.accepted(this, messages);
  }

  private onAnswer(stanza: string): void {
    const waiting = this.waiting;
    if (!waiting) return;
    const refused = /^<(failure|failed|stream:error)/.test(stanza);
    if (!refused && !waiting.wanted(stanza)) return;
    this.waiting = null;
    if (refused) waiting.reject(new Error(stanza));
    else waiting.resolve(stanza);
  }

  private openStream(): Promise<string> {
    this.splitter.reset();
    return this.ask(STREAM_HEADER, (stanza) => stanza.startsWith("<stream:features"));
  }

  private query(child: string, to?: string): Promise<string> {
    const id = `i${++this.nextId}`;
    this.outgoing.other();
    const address = to ? ` to='${to}'` : "";
    return this.ask(
      `<iq type='set' id='${id}'${address}>${child}</iq>`,
      (stanza) =>
        stanza.startsWith("<iq") && (stanza.includes(`id='${id}'`) || stanza.includes(`id="${id}"`)),
    );
  }

  private ask(text: string, wanted: Waiting["wanted"]): Promise<string> {
    return new Promise((resolve, reject) => {
      this.waiting = { wanted, resolve, reject };
      this.writeText(text);
    });
  }

  private sendMessage(to: string, type: "chat" | "groupchat", body: string): void {
    this.outgoing.message();
    const id = ++this.nextId;
    this.writeText(
      `<message to='${to}' type='${type}' id='m${id}'><body>${body}</body></message>${ACK_REQUEST}`,
    );
  }

  private writeText(text: string): void {
    this.write(Buffer.from(text, "latin1"));
  }
}

const isResult = (stanza: string) => /\btype=['"]result/.test(stanza);

/** The server reflects one's own presence with status 110 when the room was entered (XEP-0045, section 7.2.2). */
const isSelfPresence = (stanza: string) => stanza.startsWith("<presence") && /code=['"]110['"]/.test(stanza);

import type { CallInput, Down, Entry, Event, OperationName, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { VERSION } from "@feiliao/protocol/version";
import { decodeVoiceFrame, type VoiceFrame } from "@feiliao/protocol/voice-frame";
import { post } from "./post.ts";
import { until } from "./until.ts";

type Identity = Output<"verification/check">;

export interface DeviceOptions {
  /** A socket on which a call is not answered in this time is given up, as is a request. For ever by default. */
  answer_ms_max?: number;
}

/**
 * A device that speaks the protocol and nothing more: no cache, no retries, no cleverness. Stories about the
 * server use it, so that no client can hide what the server does.
 */
export class Device {
  readonly account_id: Identity["account_id"];
  readonly device_id: Identity["device_id"];
  readonly token: string;
  readonly events: Event[] = [];
  readonly voice: VoiceFrame[] = [];
  /** Answers that belong to no call, such as the error for a frame that could not be read. */
  readonly complaints: Down[] = [];
  close_code: number | null = null;
  /** Takes events as they come; without it they are kept in `events`. */
  onEvent: (event: Event) => void = (event) => this.events.push(event);
  /** Called when the socket has closed, whoever closed it. */
  onClose: () => void = () => {};
  readonly #url: string;
  readonly #answer_ms_max: number | null;
  readonly #answers = new Map<number | string, (answer: Down) => void>();
  #socket: WebSocket | null = null;
  /** The latest one: what becomes of those before it concerns nobody any more. */
  #opened: WebSocket | null = null;
  #calls = 0;
  #giveUp: () => void = () => {};

  constructor(url: string, identity: Identity, { answer_ms_max }: DeviceOptions = {}) {
    this.#url = url;
    this.#answer_ms_max = answer_ms_max ?? null;
    this.account_id = identity.account_id;
    this.device_id = identity.device_id;
    this.token = identity.token;
  }

  get connected(): boolean {
    return this.#socket !== null;
  }

  /** By HTTP. */
  post<Name extends OperationName>(name: Name, input: CallInput<Name>): Promise<Output<Name>> {
    const limit_ms = this.#answer_ms_max;
    return post(
      this.#url,
      name,
      input,
      this.token,
      limit_ms === null ? undefined : AbortSignal.timeout(limit_ms),
    );
  }

  /** A request of one's own making, with the token. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${this.token}`, ...init.headers },
    });
  }

  /** Opens the socket and says hello. */
  async connect(): Promise<this> {
    const { ticket } = await this.post("session/ticket", {});
    await this.open();
    await this.call("session/hello", { ticket, version: VERSION, capabilities: [] });
    return this;
  }

  /** Opens the socket and says nothing. */
  async open(): Promise<void> {
    const socket = new WebSocket(`${this.#url.replace("http", "ws")}/v1/socket`);
    socket.binaryType = "arraybuffer";
    this.close_code = null;
    this.#opened = socket;
    const end = (code: number | null) => {
      if (this.#opened !== socket) return;
      this.#opened = null;
      this.close_code = code;
      this.#socket = null;
      for (const answer of this.#answers.values()) {
        answer({ id: null, error: { code: "overloaded", message: "the socket closed" } });
      }
      this.#answers.clear();
      this.onClose();
    };
    socket.onmessage = ({ data }) => this.#on(data as string | ArrayBuffer);
    socket.onclose = ({ code }) => end(code);
    this.#giveUp = () => {
      socket.close();
      end(null); // the other end may not even answer that
    };
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    this.#socket = socket;
  }

  disconnect(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  /** By the socket when it is open, else by HTTP. @throws {FeiliaoError} */
  async call<Name extends OperationName>(name: Name, input: CallInput<Name>): Promise<Output<Name>> {
    if (!this.#socket) return this.post(name, input);
    const id = ++this.#calls;
    const answered = new Promise<Down>((resolve) => this.#answers.set(id, resolve));
    this.sendRaw(JSON.stringify({ id, op: name, input }));
    const answer = await this.#inTime(answered);
    if ("error" in answer) throw FeiliaoError.fromBody(answer.error);
    return (answer as { output: Output<Name> }).output;
  }

  sendRaw(frame: string | Uint8Array<ArrayBuffer>): void {
    this.#socket!.send(frame);
  }

  /** Entries pushed to this device, in the order they came. */
  get entries(): Entry[] {
    return this.events.flatMap((event) => (event.event === "entry" ? [event.entry] : []));
  }

  /** The first event, present or to come, that fits. */
  event<Kind extends Event["event"]>(
    kind: Kind,
    fits: (event: Extract<Event, { event: Kind }>) => boolean = () => true,
  ): Promise<Extract<Event, { event: Kind }>> {
    return until(`a ${kind} event`, () =>
      this.events.find((event) => event.event === kind && fits(event as Extract<Event, { event: Kind }>)),
    ) as Promise<Extract<Event, { event: Kind }>>;
  }

  /** What waits on a socket that is given up is answered by its end. */
  async #inTime<T>(answered: Promise<T>): Promise<T> {
    if (this.#answer_ms_max === null) return answered;
    const patience = setTimeout(this.#giveUp, this.#answer_ms_max);
    return answered.finally(() => clearTimeout(patience));
  }

  #on(data: string | ArrayBuffer): void {
    if (typeof data !== "string") {
      this.voice.push(decodeVoiceFrame(new Uint8Array(data)));
      return;
    }
    const down = JSON.parse(data) as Down;
    if ("event" in down) this.onEvent(down);
    else if (down.id !== null && this.#answers.has(down.id)) {
      this.#answers.get(down.id)!(down);
      this.#answers.delete(down.id);
    } else this.complaints.push(down);
  }
}

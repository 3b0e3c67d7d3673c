import type { CallInput, Down, Event, OperationName, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { decodeVoiceFrame, type VoiceFrame, VoiceFrameError } from "@feiliao/protocol/voice-frame";
import { NoAnswerError } from "../no-answer.ts";
import type { Clock } from "../types.ts";

const CALL_TIMEOUT_MS = 15_000;
/** WebSocket.OPEN, which not every implementation has as a property of its class. */
const OPEN = 1;

export interface SocketListener {
  event(event: Event): void;
  frame(frame: VoiceFrame): void;
  closed(): void;
}

interface PendingCall {
  resolve(output: unknown): void;
  reject(error: Error): void;
  timer: unknown;
}

/** One open WebSocket: calls by id, events, voice frames. It ends once and is never reopened. */
export class Socket {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #listener: SocketListener;
  readonly #pending = new Map<number, PendingCall>();
  #nextId = 1;
  #open = true;
  #heardAt: number;

  private constructor(socket: WebSocket, clock: Clock, listener: SocketListener) {
    this.#socket = socket;
    this.#clock = clock;
    this.#listener = listener;
    this.#heardAt = clock.now();
    socket.onmessage = (message: MessageEvent) => this.#receive(message.data);
    socket.onclose = () => this.#end();
    socket.onerror = () => this.close();
  }

  /** @throws {NoAnswerError} when it cannot be opened */
  static open(
    implementation: typeof WebSocket,
    url: string,
    clock: Clock,
    listener: SocketListener,
  ): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = new implementation(url);
      socket.binaryType = "arraybuffer";
      const timer = clock.setTimeout(() => socket.close(), CALL_TIMEOUT_MS);
      const fail = () => {
        clock.clearTimeout(timer);
        reject(new NoAnswerError());
      };
      socket.onopen = () => {
        clock.clearTimeout(timer);
        resolve(new Socket(socket, clock, listener));
      };
      socket.onerror = fail;
      socket.onclose = fail;
    });
  }

  get open(): boolean {
    return this.#open;
  }

  /** When something last arrived, on the client's clock. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** @throws {FeiliaoError | NoAnswerError} */
  call<Name extends OperationName>(
    op: Name,
    input: CallInput<Name>,
    timeout_ms: number = CALL_TIMEOUT_MS,
  ): Promise<Output<Name>> {
    if (!this.#open) return Promise.reject(new NoAnswerError());
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve, reject) => {
      const timer = this.#clock.setTimeout(() => this.#settle(id)?.reject(new NoAnswerError()), timeout_ms);
      this.#pending.set(id, { resolve, reject, timer });
    });
    this.#send(JSON.stringify({ id, op, input }));
    return answer as Promise<Output<Name>>;
  }

  sendFrame(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#open) this.#send(frame);
  }

  /** Between the other side's close and the event that tells of it, what is sent is lost as on any cut line. */
  #send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.#socket.readyState === OPEN) this.#socket.send(data);
  }

  close(): void {
    this.#end();
    this.#socket.close();
  }

  #receive(data: string | ArrayBuffer): void {
    if (!this.#open) return;
    this.#heardAt = this.#clock.now();
    if (typeof data === "string") {
      this.#receiveText(JSON.parse(data) as Down);
    } else {
      const frame = readVoiceFrame(new Uint8Array(data));
      if (frame) this.#listener.frame(frame);
    }
  }

  #receiveText(down: Down): void {
    if ("event" in down) this.#listener.event(down);
    else if (typeof down.id !== "number") return;
    else if ("error" in down) this.#settle(down.id)?.reject(FeiliaoError.fromBody(down.error));
    else this.#settle(down.id)?.resolve(down.output);
  }

  #settle(id: number): PendingCall | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    this.#clock.clearTimeout(pending?.timer);
    return pending;
  }

  #end(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(new NoAnswerError());
    this.#listener.closed();
  }
}

/** Null for a kind of frame that this version does not know. */
function readVoiceFrame(bytes: Uint8Array): VoiceFrame | null {
  try {
    return decodeVoiceFrame(bytes);
  } catch (error) {
    if (error instanceof VoiceFrameError) return null;
    throw error;
  }
}

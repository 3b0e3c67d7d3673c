import type { Socket } from "node:net";
import type { Clock } from "./clock.ts";
import type { Dialect } from "./dialect.ts";
import { Framer } from "./framer.ts";
import { type IdleRule, IdleWatch } from "./idle-watch.ts";
import { MalformedPdu } from "./malformed-pdu.ts";
import { Pending } from "./pending.ts";
import { RequestFailed, type RequestFailure } from "./request-failed.ts";
import { Window } from "./window.ts";
import { Writer } from "./writer.ts";

export interface SessionLimits {
  /** Requests of ours without an answer. */
  window: number;
  /** Callers that may wait for room in the window. */
  waiting_max: number;
  /** How long the peer may take to answer. */
  response_ms: number;
  /** Requests of the peer that are being decided; those beyond are told to try again. */
  handling_max: number;
  /** Bytes that the peer does not take from us before the line is given up. */
  unsent_bytes_max: number;
  /** How long draining may take in all. */
  drain_ms: number;
  /** How long the peer may take to close after we did. */
  linger_ms: number;
}

export const SESSION_LIMITS: SessionLimits = {
  window: 16,
  waiting_max: 1000,
  response_ms: 60_000,
  handling_max: 1000,
  unsent_bytes_max: 1024 * 1024,
  drain_ms: 10_000,
  linger_ms: 2000,
};

export type CloseReason =
  /** We said goodbye. */
  | "drained"
  /** We had no more to say to this peer. */
  | "finished"
  | "peer_unbound"
  | "peer_closed"
  | "malformed"
  /** The peer answered no heartbeat. */
  | "silent"
  /** The peer took nothing from us. */
  | "overrun"
  | "cut"
  | "socket_error";

export interface SessionOptions<Pdu, Sequence> {
  clock: Clock;
  idle: IdleRule;
  limits?: Partial<SessionLimits>;
  nextSequence(): Sequence;
  /** Decides about a request of the peer. Null leaves it unanswered; a rejection says "try again". */
  handle(request: Pdu, session: Session<Pdu, Sequence>): Promise<Pdu | null>;
  /** Hears why `handle` rejected. */
  onFailure?: ((failure: unknown) => void) | undefined;
}

/**
 * One connection that speaks one of the protocols, in either role. Both sides may ask; answers are matched by sequence.
 * Whatever happens to the line, every request ends: answered, or rejected with what is certain about it.
 */
export class Session<Pdu, Sequence = number> {
  /** When the socket is gone. */
  readonly closed: Promise<CloseReason>;
  readonly window: Window;
  readonly #socket: Socket;
  readonly #dialect: Dialect<Pdu, Sequence>;
  readonly #options: SessionOptions<Pdu, Sequence>;
  readonly #limits: SessionLimits;
  readonly #framer: Framer;
  readonly #writer: Writer;
  readonly #pending: Pending<Pdu>;
  readonly #idle: IdleWatch;
  #phase: "open" | "draining" | "closing" = "open";
  #reason: CloseReason = "peer_closed";
  #handling = 0;
  /** Who waits until no request of the peer is being decided. */
  readonly #waiting_for_decisions: (() => void)[] = [];
  /** Ends the draining. */
  #limit: unknown = null;
  /** Ends the waiting for the peer to close. */
  #linger: unknown = null;

  constructor(socket: Socket, dialect: Dialect<Pdu, Sequence>, options: SessionOptions<Pdu, Sequence>) {
    this.#socket = socket;
    this.#dialect = dialect;
    this.#options = options;
    this.#limits = { ...SESSION_LIMITS, ...options.limits };
    this.window = new Window(this.#limits.window, this.#limits.waiting_max);
    this.#framer = new Framer(dialect.frame);
    this.#writer = new Writer(socket, this.#limits.unsent_bytes_max, () => this.#cut("overrun"));
    this.#pending = new Pending(options.clock, this.#limits.response_ms, () => this.window.leave());
    this.#idle = new IdleWatch(options.clock, options.idle, {
      ask: () => this.#sendIfAny(dialect.heartbeat(options.nextSequence())),
      unbind: () => void this.drain(),
      giveUp: () => this.#cut("silent"),
    });
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#settle(this.#reason);
        options.clock.clearTimeout(this.#linger);
        resolve(this.#reason);
      });
    });
    socket.on("data", this.#receive);
    socket.on("error", () => this.#settle("socket_error"));
    socket.on("end", () => this.#close("peer_closed"));
  }

  get isOpen(): boolean {
    return this.#phase === "open";
  }

  nextSequence(): Sequence {
    return this.#options.nextSequence();
  }

  /** Sends a request when there is room in the window. @throws RequestFailed, and what `encode` throws */
  request(pdu: Pdu): Promise<Pdu> {
    if (this.#phase !== "open") {
      const failure = this.#phase === "draining" ? "draining" : "closed";
      return Promise.reject(new RequestFailed(failure, "not_sent"));
    }
    return this.#ask(pdu);
  }

  /** Takes no more requests, waits for the answers that are due on both sides, says goodbye and closes. */
  async drain(): Promise<void> {
    if (this.#phase === "open") {
      this.#takeNoMore("drained", "draining");
      await Promise.all([this.#pending.none(), this.#decided()]);
      await this.#farewell();
      this.#close("drained");
    }
    await this.closed;
  }

  /** Answers before the handler returns, which then returns null. */
  answer(response: Pdu): void {
    this.#sendIfAny(response);
  }

  /** Closes when what was written has gone out, without a goodbye. */
  finish(): void {
    this.#close("finished");
  }

  /** Ends the connection at once. */
  cut(): void {
    this.#cut("cut");
  }

  #ask(pdu: Pdu): Promise<Pdu> {
    return new Promise((resolve, reject) => {
      const bytes = this.#dialect.encode(pdu);
      const start = () => {
        this.#pending.add(this.#dialect.key(pdu), resolve, reject);
        this.#writer.write(bytes);
      };
      this.window.enter({ start, reject });
    });
  }

  #send(pdu: Pdu): void {
    this.#writer.write(this.#dialect.encode(pdu));
  }

  #sendIfAny(pdu: Pdu | null): void {
    if (pdu !== null && this.#phase !== "closing") this.#send(pdu);
  }

  readonly #receive = (chunk: Uint8Array) => {
    if (this.#phase === "closing") return;
    this.#idle.heard();
    try {
      this.#framer.push(chunk, this.#take);
    } catch (failure) {
      if (!(failure instanceof MalformedPdu)) throw failure;
      this.#sendIfAny(this.#dialect.nack(failure));
      this.#close("malformed");
    }
  };

  readonly #take = (frame: Uint8Array) => {
    if (this.#phase === "closing") return;
    const pdu = this.#dialect.decode(frame);
    if (this.#dialect.isResponse(pdu)) {
      this.#pending.settle(this.#dialect.key(pdu), pdu);
      return;
    }
    const answer = this.#dialect.automatic(pdu);
    if (this.#dialect.isUnbind(pdu)) void this.#unbindFor(answer);
    else if (answer !== null) this.#send(answer);
    else if (this.#phase === "draining" || this.#handling >= this.#limits.handling_max) {
      this.#sendIfAny(this.#dialect.tryAgain(pdu));
    } else void this.#handle(pdu);
  };

  async #handle(request: Pdu): Promise<void> {
    this.#handling++;
    try {
      this.#sendIfAny(await this.#options.handle(request, this));
    } catch (failure) {
      this.#options.onFailure?.(failure);
      this.#sendIfAny(this.#dialect.tryAgain(request));
    }
    this.#handling--;
    if (this.#handling === 0) this.#goOn();
  }

  #decided(): Promise<void> {
    if (this.#handling === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting_for_decisions.push(resolve));
  }

  #goOn(): void {
    for (const go_on of this.#waiting_for_decisions.splice(0)) go_on();
  }

  /** The peer says goodbye: what it asked before is answered first. */
  async #unbindFor(answer: Pdu | null): Promise<void> {
    if (this.#phase === "open") this.#takeNoMore("peer_unbound", "closed");
    await this.#decided();
    this.#sendIfAny(answer);
    this.#close("peer_unbound");
  }

  #takeNoMore(reason: CloseReason, failure: RequestFailure): void {
    this.#phase = "draining";
    this.window.refuse(failure);
    this.#limit = this.#options.clock.setTimeout(() => this.#cut(reason), this.#limits.drain_ms);
  }

  async #farewell(): Promise<void> {
    if (this.#phase !== "draining") return;
    this.#idle.stop();
    await this.#ask(this.#dialect.unbind(this.#options.nextSequence())).catch(() => null);
  }

  #cut(reason: CloseReason): void {
    this.#settle(reason);
    this.#socket.destroy();
  }

  /** Lets what was written reach the peer, who closes then. */
  #close(reason: CloseReason): void {
    if (this.#phase === "closing") return;
    this.#writer.flush();
    this.#settle(reason);
    this.#socket.end();
    this.#linger = this.#options.clock.setTimeout(() => this.#socket.destroy(), this.#limits.linger_ms);
  }

  #settle(reason: CloseReason): void {
    if (this.#phase === "closing") return;
    this.#phase = "closing";
    this.#reason = reason;
    this.#idle.stop();
    this.#options.clock.clearTimeout(this.#limit);
    this.window.refuse("closed");
    this.#pending.rejectAll("closed");
    this.#goOn();
  }
}

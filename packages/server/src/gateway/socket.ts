import { OPERATIONS } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { VERSION, VERSION_OLDEST } from "@feiliao/protocol/version";
import { decodeVoiceFrame, VOICE_FRAME_BYTES_MAX, VoiceFrameError } from "@feiliao/protocol/voice-frame";
import type { Revocations } from "../accounts/revocations.ts";
import type { Tickets } from "../accounts/tokens.ts";
import type { SocketId } from "../bus/bus.ts";
import type { Receivers } from "../delivery/receivers.ts";
import type { Clock } from "../platform/clock.ts";
import { inBackground } from "../platform/failure.ts";
import type { Logger } from "../platform/logger.ts";
import type { AccountStore } from "../store/account-store.ts";
import { BatchedWire, type Socket, type Wire, WireBatch } from "./batched-wire.ts";
import { type CallerLimits, callerKey } from "./caller-limits.ts";
import type { Dispatch } from "./dispatch.ts";
import { type CallFrame, parseCall } from "./parse-frame.ts";
import { CLOSE_NO_HELLO, CLOSE_PROTOCOL_ERROR, Session } from "./session.ts";

/** A socket that has not said hello by then is closed. */
export const HELLO_DEADLINE_MS = 5_000;

/** What a socket carries from its upgrade on. Kept small: there are many. */
export interface SocketState {
  id: SocketId;
  ip: string | null;
  wire: Wire | null;
  session: Session | null;
  /** Packets that came before the answer to their talk/start was ready wait for it, in order. */
  work: Promise<void> | null;
}

export function socketState(id: SocketId, ip: string | null): SocketState {
  return { id, ip, wire: null, session: null, work: null };
}

interface Parts {
  dispatch: Dispatch;
  tickets: Tickets;
  receivers: Receivers;
  revocations: Revocations;
  accounts: AccountStore;
  clock: Clock;
  limits: CallerLimits;
  logger: Logger;
}

/** Sockets of one address that have not said hello yet. */
const WAITING_PER_IP_MAX = 20;
/** Ten devices, and some of them with a few tabs. */
const SOCKETS_PER_ACCOUNT_MAX = 30;
const SOCKETS_RETRY_AFTER_S = 30;

/** One socket's frames, from the first to the last. */
export class SocketGateway {
  readonly #parts: Parts;
  readonly #batch = new WireBatch();
  readonly #waiting = new Map<SocketState, Wire>();
  readonly #waitingByIp = new Map<string, number>();
  #open = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** How many are open now. */
  get open(): number {
    return this.#open;
  }

  /** Whether an address has as many sockets waiting for their hello as it may. */
  isCrowded(ip: string | null): boolean {
    return ip !== null && (this.#waitingByIp.get(ip) ?? 0) >= WAITING_PER_IP_MAX;
  }

  opened(state: SocketState, socket: Socket): void {
    const wire = new BatchedWire(socket, this.#batch);
    state.wire = wire;
    this.#open++;
    this.#waiting.set(state, wire);
    if (state.ip !== null) this.#waitingByIp.set(state.ip, (this.#waitingByIp.get(state.ip) ?? 0) + 1);
    this.#parts.clock.setTimeout(() => {
      if (this.#stopWaiting(state)) wire.close(CLOSE_NO_HELLO, "no hello");
    }, HELLO_DEADLINE_MS);
  }

  closed(state: SocketState): void {
    this.#open--;
    this.#stopWaiting(state);
    if (state.session) this.#parts.receivers.remove(state.session);
    state.session = null;
  }

  onText(state: SocketState, text: string): void {
    const wire = state.wire!;
    let call: CallFrame;
    try {
      call = parseCall(text);
    } catch (failure) {
      this.#complain(state, wire, failure as FeiliaoError);
      return;
    }
    const answered = this.#answer(state, wire, call);
    // Voice frames that follow a start wait until its handle is bound.
    if (call.op === "talk/start") this.#holdVoice(state, answered);
  }

  onBinary(state: SocketState, bytes: Uint8Array): void {
    const wire = state.wire!;
    if (!state.work) {
      this.#onVoice(state, wire, bytes);
      return;
    }
    const copy = bytes.slice(); // the runtime may reuse its buffer once this returns
    this.#holdVoice(
      state,
      state.work.then(() => this.#onVoice(state, wire, copy)),
    );
  }

  /** Voice frames wait for this work, in the order they came. */
  #holdVoice(state: SocketState, work: Promise<void>): void {
    const held = work.finally(() => {
      if (state.work === held) state.work = null;
    });
    state.work = held;
  }

  #onVoice(state: SocketState, wire: Wire, bytes: Uint8Array): void {
    try {
      if (!state.session) throw new FeiliaoError("hello_required");
      if (state.session.ended) throw new FeiliaoError("unauthorized");
      if (bytes.length > VOICE_FRAME_BYTES_MAX) throw new FeiliaoError("too_large");
      const frame = decodeVoiceFrame(bytes);
      if (frame.kind !== "packets" || frame.seal) throw new VoiceFrameError("only packets may be sent");
      const receive = state.session.talkOf(frame.handle);
      if (!receive) throw new FeiliaoError("not_found", {}, "no talk has this handle");
      receive(
        frame.packet,
        frame.packets.map((packet) => packet.slice()),
      );
    } catch (failure) {
      const error =
        failure instanceof VoiceFrameError
          ? new FeiliaoError("bad_request", {}, failure.message)
          : this.#parts.dispatch.toFeiliaoError("voice", failure);
      this.#complain(state, wire, error);
    }
  }

  async #answer(state: SocketState, wire: Wire, { id, op, input }: CallFrame): Promise<void> {
    try {
      const output = await (op === "session/hello"
        ? this.#hello(state, wire, input)
        : this.#call(state, op, input));
      wire.send(`{"id":${JSON.stringify(id)},"output":${JSON.stringify(output)}}`);
    } catch (failure) {
      const error =
        failure instanceof FeiliaoError ? failure : this.#parts.dispatch.toFeiliaoError(op, failure);
      sendError(wire, id, error);
      if (error.code === "hello_required") wire.close(CLOSE_PROTOCOL_ERROR, error.code);
    }
  }

  #call(state: SocketState, op: string, input: unknown): Promise<unknown> {
    const { session, ip } = state;
    if (!session) throw new FeiliaoError("hello_required");
    if (session.ended) throw new FeiliaoError("unauthorized");
    return this.#parts.dispatch.call(op, input, { ip, caller: session.identity, socket: session });
  }

  /** Answers a frame that was no call. Who sends them faster than calls may come is disconnected. */
  #complain(state: SocketState, wire: Wire, error: FeiliaoError): void {
    sendError(wire, null, error);
    try {
      this.#parts.limits.take(callerKey(state.session?.account_id, state.ip));
    } catch {
      wire.close(CLOSE_PROTOCOL_ERROR, "rate_limited");
    }
  }

  /** Whether it was waiting for its hello still. */
  #stopWaiting(state: SocketState): boolean {
    if (!this.#waiting.delete(state)) return false;
    const { ip } = state;
    if (ip === null) return true;
    const left = (this.#waitingByIp.get(ip) ?? 1) - 1;
    if (left > 0) this.#waitingByIp.set(ip, left);
    else this.#waitingByIp.delete(ip);
    return true;
  }

  async #hello(state: SocketState, wire: Wire, input: unknown) {
    const { tickets, receivers, revocations, accounts, clock, logger } = this.#parts;
    const parsed = OPERATIONS["session/hello"].input.safeParse(input);
    if (!parsed.success || state.session) throw new FeiliaoError("bad_request");
    const { version, ticket, capabilities } = parsed.data;
    // A capability that must be understood and is not makes this server too old for the client, and says so.
    if (version < VERSION_OLDEST || capabilities.some((name) => name.startsWith("!"))) {
      throw new FeiliaoError("update_required");
    }
    const identity = await tickets.redeem(ticket);
    if (!identity) throw new FeiliaoError("unauthorized");
    if (receivers.ofAccount(identity.account_id).size >= SOCKETS_PER_ACCOUNT_MAX) {
      throw new FeiliaoError("rate_limited", { retry_after_s: SOCKETS_RETRY_AFTER_S });
    }
    if (!this.#stopWaiting(state)) throw new FeiliaoError("unauthorized"); // closed meanwhile
    state.session = new Session(state.id, identity, wire);
    receivers.add(state.session);
    revocations.check(state.session);
    if (state.session.ended) throw new FeiliaoError("unauthorized");
    inBackground(logger, "noting a device's visit", accounts.touch(identity, clock.now()));
    return { ...identity, version: VERSION, capabilities: [], server_time: clock.now() };
  }
}

function sendError(wire: Wire, id: number | string | null, error: FeiliaoError): void {
  wire.send(JSON.stringify({ id, error: error.toBody() }));
}

import { OPERATIONS } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { VERSION, VERSION_OLDEST } from "@feiliao/protocol/version";
import { decodeVoiceFrame, VOICE_FRAME_BYTES_MAX, VoiceFrameError } from "@feiliao/protocol/voice-frame";
import type { Tickets } from "../accounts/tokens.ts";
import type { Receivers } from "../delivery/receivers.ts";
import type { Clock } from "../platform/clock.ts";
import type { AccountStore } from "../store/account-store.ts";
import type { Dispatch } from "./dispatch.ts";
import { type CallFrame, parseCall } from "./parse-frame.ts";
import { RateLimit } from "./rate-limit.ts";
import { CLOSE_NO_HELLO, CLOSE_PROTOCOL_ERROR, Session, type Wire } from "./session.ts";

/** A socket that has not said hello by then is closed. */
export const HELLO_DEADLINE_MS = 5_000;

/** What a socket carries from its upgrade on. Kept small: there are many. */
export interface SocketState {
  id: string;
  ip: string | null;
  session: Session | null;
  limit: RateLimit | null;
  /** Packets that came before the answer to their talk/start was ready wait for it, in order. */
  work: Promise<void> | null;
}

interface Parts {
  dispatch: Dispatch;
  tickets: Tickets;
  receivers: Receivers;
  accounts: AccountStore;
  clock: Clock;
  frames_per_s_max: number;
}

/** One socket's frames, from the first to the last. */
export class SocketGateway {
  readonly #parts: Parts;
  readonly #waiting = new Map<SocketState, Wire>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  opened(state: SocketState, wire: Wire): void {
    this.#waiting.set(state, wire);
    this.#parts.clock.setTimeout(() => {
      if (this.#waiting.delete(state)) wire.close(CLOSE_NO_HELLO, "no hello");
    }, HELLO_DEADLINE_MS);
  }

  closed(state: SocketState): void {
    this.#waiting.delete(state);
    if (state.session) this.#parts.receivers.remove(state.session);
    state.session = null;
  }

  onText(state: SocketState, wire: Wire, text: string): void {
    let call: CallFrame;
    try {
      call = parseCall(text);
    } catch (failure) {
      sendError(wire, null, failure as FeiliaoError);
      return;
    }
    const answered = this.#answer(state, wire, call);
    // Voice frames that follow a start wait until its handle is bound.
    if (call.op === "talk/start") state.work = answered.finally(() => (state.work = null));
  }

  onBinary(state: SocketState, wire: Wire, bytes: Uint8Array): void {
    if (state.work) {
      const copy = bytes.slice(); // the runtime may reuse its buffer once this returns
      state.work = state.work.then(() => this.onVoice(state, wire, copy));
    } else this.onVoice(state, wire, bytes);
  }

  onVoice(state: SocketState, wire: Wire, bytes: Uint8Array): void {
    try {
      if (!state.session) throw new FeiliaoError("hello_required");
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
      sendError(wire, null, error);
    }
  }

  async #answer(state: SocketState, wire: Wire, { id, op, input }: CallFrame): Promise<void> {
    try {
      const output = await (op === "session/hello"
        ? this.#hello(state, wire, input)
        : this.#call(state, op, input));
      wire.sendText(`{"id":${JSON.stringify(id)},"output":${JSON.stringify(output)}}`);
    } catch (failure) {
      const error =
        failure instanceof FeiliaoError ? failure : this.#parts.dispatch.toFeiliaoError(op, failure);
      sendError(wire, id, error);
      if (error.code === "hello_required") wire.close(CLOSE_PROTOCOL_ERROR, error.code);
    }
  }

  #call(state: SocketState, op: string, input: unknown): Promise<unknown> {
    const { session } = state;
    const { clock, dispatch, frames_per_s_max } = this.#parts;
    if (!session) throw new FeiliaoError("hello_required");
    state.limit ??= new RateLimit(frames_per_s_max, clock.now());
    if (!state.limit.take(clock.now())) throw new FeiliaoError("rate_limited", { retry_after_s: 1 });
    return dispatch.call(op, input, { ip: state.ip, caller: session.identity, socket: session });
  }

  async #hello(state: SocketState, wire: Wire, input: unknown) {
    const { tickets, receivers, accounts, clock } = this.#parts;
    const parsed = OPERATIONS["session/hello"].input.safeParse(input);
    if (!parsed.success || state.session) throw new FeiliaoError("bad_request");
    const { version, ticket, capabilities } = parsed.data;
    // A capability that must be understood and is not makes this server too old for the client, and says so.
    if (version < VERSION_OLDEST || capabilities.some((name) => name.startsWith("!"))) {
      throw new FeiliaoError("update_required");
    }
    const identity = await tickets.redeem(ticket);
    if (!identity) throw new FeiliaoError("unauthorized");
    if (!this.#waiting.delete(state)) throw new FeiliaoError("unauthorized"); // closed meanwhile
    state.session = new Session(state.id, identity, wire);
    receivers.add(state.session);
    void accounts.touch(identity, clock.now());
    return { ...identity, version: VERSION, capabilities: [], server_time: clock.now() };
  }
}

function sendError(wire: Wire, id: number | string | null, error: FeiliaoError): void {
  wire.sendText(JSON.stringify({ id, error: error.toBody() }));
}

import { OPERATIONS } from "@feiliao/protocol";
import { errorBody, FeiliaoError } from "@feiliao/protocol/errors";
import { VERSION, VERSION_OLDEST } from "@feiliao/protocol/version";
import { decodeVoiceFrame, VOICE_FRAME_BYTES_MAX, VoiceFrameError } from "@feiliao/protocol/voice-frame";
import type { Revocations } from "../accounts/revocations.ts";
import type { Tickets } from "../accounts/tokens.ts";
import type { Receivers } from "../delivery/receivers.ts";
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import { type CallerLimits, callerKey } from "./caller-limits.ts";
import { CLOSE_PROTOCOL_ERROR } from "./close-codes.ts";
import { Connection, type Socket } from "./connection.ts";
import type { Dispatch } from "./dispatch.ts";
import { HelloDeadlines } from "./hello-deadlines.ts";
import { type CallFrame, parseCall } from "./parse-frame.ts";
import { Session } from "./session.ts";
import { WriteBatch } from "./write-batch.ts";

interface Parts {
  dispatch: Dispatch;
  tickets: Tickets;
  receivers: Receivers;
  revocations: Revocations;
  clock: Clock;
  limits: CallerLimits;
  random: Random;
}

/** Ten devices, and some of them with a few tabs. */
const SOCKETS_PER_ACCOUNT_MAX = 30;
const SOCKETS_RETRY_AFTER_S = 30;
/** Enough that no two sockets of all nodes ever have the same id. */
const ID_BYTES = 12;

/** One socket's frames, from the first to the last. */
export class SocketGateway {
  readonly #parts: Parts;
  readonly #batch = new WriteBatch();
  readonly #waiting: HelloDeadlines;
  #open = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#waiting = new HelloDeadlines(parts.clock);
  }

  /** How many are open now. */
  get open(): number {
    return this.#open;
  }

  /** Whether an address has as many sockets waiting for their hello as it may. */
  isCrowded(ip: string | null): boolean {
    return this.#waiting.isCrowded(ip);
  }

  /** What a socket is to carry from its upgrade on. */
  connection(ip: string | null): Connection {
    const id = Buffer.from(this.#parts.random.bytes(ID_BYTES)).toString("base64url");
    return new Connection(id, ip, this.#batch);
  }

  opened(connection: Connection, socket: Socket): void {
    connection.opened(socket);
    this.#open++;
    this.#waiting.add(connection);
  }

  closed(connection: Connection): void {
    this.#open--;
    this.#waiting.remove(connection);
    if (connection.session) this.#parts.receivers.remove(connection.session);
    connection.session = null;
  }

  onText(connection: Connection, text: string): void {
    let call: CallFrame;
    try {
      call = parseCall(text);
    } catch (failure) {
      this.#complain(connection, failure as FeiliaoError);
      return;
    }
    const answered = this.#answer(connection, call);
    // Voice frames that follow a start wait until its handle is bound.
    if (call.op === "talk/start") this.#holdVoice(connection, answered);
  }

  onBinary(connection: Connection, bytes: Uint8Array): void {
    if (!connection.heldVoice) {
      this.#onVoice(connection, bytes);
      return;
    }
    const copy = bytes.slice(); // the runtime may reuse its buffer once this returns
    this.#holdVoice(
      connection,
      connection.heldVoice.then(() => this.#onVoice(connection, copy)),
    );
  }

  /** Voice frames wait for this work, in the order they came. */
  #holdVoice(connection: Connection, work: Promise<void>): void {
    const held = work.finally(() => {
      if (connection.heldVoice === held) connection.heldVoice = null;
    });
    connection.heldVoice = held;
  }

  #onVoice(connection: Connection, bytes: Uint8Array): void {
    try {
      if (!connection.session) throw new FeiliaoError("hello_required");
      if (connection.session.ended) throw new FeiliaoError("unauthorized");
      if (bytes.length > VOICE_FRAME_BYTES_MAX) throw new FeiliaoError("too_large");
      const frame = decodeVoiceFrame(bytes);
      if (frame.kind !== "packets" || frame.seal) throw new VoiceFrameError("only packets may be sent");
      const receive = connection.session.talkOf(frame.handle);
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
      this.#complain(connection, error);
    }
  }

  async #answer(connection: Connection, { id, op, input }: CallFrame): Promise<void> {
    try {
      const { session } = connection;
      const output = await (op === "session/hello"
        ? this.#hello(connection, input)
        : this.#call(session, connection.ip, op, input));
      connection.send(JSON.stringify({ id, output }));
    } catch (failure) {
      const error = this.#parts.dispatch.toFeiliaoError(op, failure);
      sendError(connection, id, error);
      if (error.code === "hello_required") connection.close(CLOSE_PROTOCOL_ERROR, error.code);
    }
  }

  #call(session: Session | null, ip: string | null, op: string, input: unknown): Promise<unknown> {
    if (!session) throw new FeiliaoError("hello_required");
    if (session.ended) throw new FeiliaoError("unauthorized");
    return this.#parts.dispatch.call(op, input, { ip, caller: session, socket: session });
  }

  /** Answers a frame that was no call. Who sends them faster than calls may come is disconnected. */
  #complain(connection: Connection, error: FeiliaoError): void {
    sendError(connection, null, error);
    try {
      this.#parts.limits.take(callerKey(connection.session?.account_id, connection.ip));
    } catch {
      connection.close(CLOSE_PROTOCOL_ERROR, "rate_limited");
    }
  }

  async #hello(connection: Connection, input: unknown) {
    const { tickets, receivers, revocations, clock } = this.#parts;
    const parsed = OPERATIONS["session/hello"].input.safeParse(input);
    if (!parsed.success || connection.session) throw new FeiliaoError("bad_request");
    const { version, ticket, capabilities } = parsed.data;
    // A capability that must be understood and is not makes this server too old for the client, and says so.
    if (version < VERSION_OLDEST || capabilities.some((name) => name.startsWith("!"))) {
      throw new FeiliaoError("update_required");
    }
    const identity = await tickets.redeem(ticket);
    if (!identity) throw new FeiliaoError("unauthorized");
    const { account_id, device_id } = identity;
    if (receivers.ofAccount(account_id).length >= SOCKETS_PER_ACCOUNT_MAX) {
      throw new FeiliaoError("rate_limited", { retry_after_s: SOCKETS_RETRY_AFTER_S });
    }
    if (!this.#waiting.remove(connection)) throw new FeiliaoError("unauthorized"); // closed meanwhile
    connection.session = new Session(identity, connection);
    receivers.add(connection.session);
    revocations.check(connection.session);
    if (connection.session.ended) throw new FeiliaoError("unauthorized");
    return { account_id, device_id, version: VERSION, capabilities: [], server_time: clock.now() };
  }
}

function sendError(connection: Connection, id: number | string | null, error: FeiliaoError): void {
  connection.send(JSON.stringify({ id, error: errorBody(error) }));
}

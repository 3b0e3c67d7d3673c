import type { Socket } from "node:net";
import type { Clock } from "../session/clock.ts";
import { RequestFailed } from "../session/request-failed.ts";
import { Session, type SessionLimits } from "../session/session.ts";
import type { SubmitOutcome } from "./outcome.ts";
import type { Account, Login, ServerSession, SubmittedPart } from "./server.ts";
import type { Admission, ServerRole } from "./server-role.ts";

export interface ServerConnectionOptions {
  clock: Clock;
  limits?: Partial<SessionLimits>;
  /** How long a peer may be connected without having logged in. */
  login_ms: number;
  onFailure: ((failure: unknown) => void) | undefined;
  lookup(login: Login): Account | null | Promise<Account | null>;
  submit(part: SubmittedPart, session: ServerSession): Promise<SubmitOutcome>;
}

/** One peer of a server: a stranger first, then an account that sends, receives or both. */
export class ServerConnection<Pdu, Sequence> implements ServerSession {
  readonly remote_address: string;
  readonly closed: Promise<unknown>;
  readonly #role: ServerRole<Pdu, Sequence>;
  readonly #options: ServerConnectionOptions;
  readonly #session: Session<Pdu, Sequence>;
  readonly #login_timer: unknown;
  #system_id = "";
  #admission: Admission | null = null;

  constructor(socket: Socket, role: ServerRole<Pdu, Sequence>, options: ServerConnectionOptions) {
    this.remote_address = socket.remoteAddress ?? "";
    this.#role = role;
    this.#options = options;
    this.#session = new Session(socket, role.dialect, {
      clock: options.clock,
      idle: role.idle,
      ...(options.limits && { limits: options.limits }),
      nextSequence: () => role.nextSequence(),
      handle: (request) => this.#handle(request),
      onFailure: options.onFailure,
    });
    this.#login_timer = options.clock.setTimeout(() => this.cut(), options.login_ms);
    this.closed = this.#session.closed.finally(() => options.clock.clearTimeout(this.#login_timer));
  }

  get system_id(): string {
    return this.#system_id;
  }

  get isLoggedIn(): boolean {
    return this.#admission !== null && this.#session.isOpen;
  }

  get sends(): boolean {
    return this.#admission?.sends ?? false;
  }

  get receives(): boolean {
    return this.#admission?.receives ?? false;
  }

  /** Asks the peer to take something. True when it did. */
  async hand(make: (role: ServerRole<Pdu, Sequence>, sequence: Sequence) => Pdu): Promise<boolean> {
    try {
      const request = make(this.#role, this.#session.nextSequence());
      return this.#role.isTaken(await this.#session.request(request));
    } catch (failure) {
      if (failure instanceof RequestFailed) return false;
      throw failure;
    }
  }

  drain(): Promise<void> {
    if (this.isLoggedIn) return this.#session.drain();
    this.#session.finish();
    return this.closed.then(() => undefined);
  }

  cut(): void {
    this.#session.cut();
  }

  async #handle(request: Pdu): Promise<Pdu | null> {
    const login = this.#role.login(request);
    if (login && !this.#admission) return await this.#admit(request, login.system_id);
    const part = this.#admission?.sends ? this.#role.submission(request) : null;
    if (!part) return this.#role.refuse(request);
    const outcome = await this.#options.submit(part, this);
    return outcome.outcome === "unknown" ? null : this.#role.submitted(request, outcome);
  }

  async #admit(request: Pdu, system_id: string): Promise<null> {
    const account = await this.#options.lookup({ system_id, remote_address: this.remote_address });
    const { answer, admission } = this.#role.admit(request, account);
    this.#session.answer(answer);
    if (admission) {
      this.#system_id = system_id;
      this.#admission = admission;
      this.#options.clock.clearTimeout(this.#login_timer);
    } else {
      this.#session.finish();
    }
    return null;
  }
}

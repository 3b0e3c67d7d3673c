import { createServer, type Server, type Socket } from "node:net";
import type { Received } from "../peer/client-role.ts";
import { isSameSecret } from "../peer/same-secret.ts";
import type { Clock } from "../session/clock.ts";
import { Session, type SessionLimits } from "../session/session.ts";
import { response, sgipDialect } from "./dialect.ts";
import type { SgipPdu, SgipSequence } from "./pdu.ts";
import type { SgipSpRole } from "./sp-role.ts";
import { SGIP_LOGIN_TYPE, SGIP_RESULT } from "./status.ts";

export interface DialBackListenerOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** What the SMG logs in with. */
  login_name: string;
  login_password: string;
  clock: Clock;
  limits?: Partial<SessionLimits>;
  role: SgipSpRole;
  take(received: Received<SgipPdu>): Promise<SgipPdu>;
  onFailure?: (failure: unknown) => void;
}

type SgipSession = Session<SgipPdu, SgipSequence>;

const LOGIN_MS = 5000;
const CONNECTIONS_MAX = 32;

/** Where the SMG dials back to, with what people write and with its reports. */
export class DialBackListener {
  readonly #options: DialBackListenerOptions;
  readonly #server: Server;
  readonly #sessions = new Set<SgipSession>();

  constructor(options: DialBackListenerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address ? address.port : this.#options.port;
  }

  listen(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#options.port, this.#options.host, () => resolve(this));
    });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await Promise.all([...this.#sessions].map((session) => session.drain()));
    await closed;
  }

  #accept(socket: Socket): void {
    if (this.#sessions.size >= CONNECTIONS_MAX) {
      socket.destroy();
      return;
    }
    const { clock, limits, role, take, onFailure } = this.#options;
    let is_logged_in = false;
    const session: SgipSession = new Session(socket, sgipDialect, {
      clock,
      idle: role.idle,
      ...(limits && { limits }),
      nextSequence: role.nextSequence,
      handle: async (request) => {
        if (is_logged_in) return take(role.receive(request));
        const result = this.#admit(request);
        is_logged_in = result === SGIP_RESULT.taken;
        if (is_logged_in) clock.clearTimeout(login_timer);
        const answer = response(request.command, request.sequence, result);
        if (answer) session.answer(answer);
        if (!is_logged_in) session.finish();
        return null;
      },
      onFailure,
    });
    const login_timer = clock.setTimeout(() => session.cut(), LOGIN_MS);
    this.#sessions.add(session);
    void session.closed.then(() => {
      clock.clearTimeout(login_timer);
      this.#sessions.delete(session);
    });
  }

  #admit(request: SgipPdu): number {
    if (request.command !== "bind") return SGIP_RESULT.login;
    if (request.login_type !== SGIP_LOGIN_TYPE.smg_to_sp) return SGIP_RESULT.login_type;
    const { login_name, login_password } = this.#options;
    const is_right =
      request.login_name === login_name && isSameSecret(request.login_password, login_password);
    return is_right ? SGIP_RESULT.taken : SGIP_RESULT.login;
  }
}

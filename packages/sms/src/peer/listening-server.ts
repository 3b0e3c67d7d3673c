import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { Clock } from "../session/clock.ts";
import type { SessionLimits } from "../session/session.ts";
import type { SubmitOutcome } from "./outcome.ts";
import type { IncomingPart } from "./part.ts";
import type { Report } from "./report.ts";
import type { Account, CarrierServer, Login, ServerSession, SubmittedPart } from "./server.ts";
import { ServerConnection } from "./server-connection.ts";
import type { ServerRole } from "./server-role.ts";

export interface ListenOptions {
  /** 127.0.0.1 when not given. */
  host?: string;
  /** 0 lets the system choose. */
  port: number;
  tls?: TlsOptions;
  clock: Clock;
  limits?: Partial<SessionLimits>;
  /** How long a peer may be connected without having logged in. */
  login_ms?: number;
  connections_max?: number;
  /** Hears why a listener rejected a login or a submit, of which the peer was told to try again, and why the server
   * could not accept a connection. */
  onFailure?: (failure: unknown) => void;
}

const LOGIN_MS = 5000;
const CONNECTIONS_MAX = 1000;

/** A server whose accounts dial in. Begins with `listen`. */
export class ListeningServer<Pdu, Sequence = number> implements CarrierServer {
  readonly #newRole: () => ServerRole<Pdu, Sequence>;
  readonly #options: ListenOptions;
  readonly #server: Server;
  readonly #connections = new Set<ServerConnection<Pdu, Sequence>>();
  #lookup: (login: Login) => Account | null | Promise<Account | null> = () => null;
  #submit: (part: SubmittedPart, session: ServerSession) => Promise<SubmitOutcome> = () =>
    Promise.reject(new Error("nobody takes submits"));
  #port = 0;
  /** Counts deliveries, so that the connections of one account take turns. */
  #turn = 0;

  constructor(newRole: () => ServerRole<Pdu, Sequence>, options: ListenOptions) {
    this.#newRole = newRole;
    this.#options = options;
    const accept = (socket: Socket) => this.#accept(socket);
    this.#server = options.tls ? createTlsServer(options.tls, accept) : createTcpServer(accept);
  }

  listen(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#options.port, this.#options.host ?? "127.0.0.1", () => {
        this.#server.off("error", reject);
        // Running out of file descriptors must not end the process; whoever dials in will try again.
        this.#server.on("error", (failure) => this.#options.onFailure?.(failure));
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve(this);
      });
    });
  }

  get port(): number {
    return this.#port;
  }

  onLogin(lookup: (login: Login) => Account | null | Promise<Account | null>): void {
    this.#lookup = lookup;
  }

  onSubmit(listener: (part: SubmittedPart, session: ServerSession) => Promise<SubmitOutcome>): void {
    this.#submit = listener;
  }

  deliver(system_id: string, part: IncomingPart): Promise<boolean> {
    return this.#hand(system_id, (role, sequence) => role.delivery(part, sequence));
  }

  report(system_id: string, report: Report): Promise<boolean> {
    return this.#hand(system_id, (role, sequence) => role.report(report, sequence));
  }

  sessions(): readonly ServerSession[] {
    return [...this.#connections].filter((connection) => connection.isLoggedIn);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await Promise.all([...this.#connections].map((connection) => connection.drain()));
    await closed;
  }

  async #hand(
    system_id: string,
    make: (role: ServerRole<Pdu, Sequence>, sequence: Sequence) => Pdu,
  ): Promise<boolean> {
    const receivers = [...this.#connections].filter(
      (each) => each.system_id === system_id && each.isLoggedIn && each.receives,
    );
    const receiver = receivers[this.#turn++ % receivers.length];
    return receiver ? await receiver.hand(make) : false;
  }

  #accept(socket: Socket): void {
    if (this.#connections.size >= (this.#options.connections_max ?? CONNECTIONS_MAX)) {
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    const { clock, limits, login_ms = LOGIN_MS } = this.#options;
    const connection = new ServerConnection(socket, this.#newRole(), {
      clock,
      ...(limits && { limits }),
      login_ms,
      onFailure: this.#options.onFailure,
      lookup: (login) => this.#lookup(login),
      submit: (part, session) => this.#submit(part, session),
    });
    this.#connections.add(connection);
    void connection.closed.then(() => this.#connections.delete(connection));
  }
}

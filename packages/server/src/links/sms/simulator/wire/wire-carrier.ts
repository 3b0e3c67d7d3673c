import type { Account, CarrierServer, ServerSession, SubmitOutcome, SubmittedPart } from "@feiliao/sms";
import type { ReferenceNumbers } from "@feiliao/sms/text";
import { ACCESS_NUMBERS, type AccountName } from "../carriers/account.ts";
import type { CarrierId } from "../carriers/carrier.ts";
import type { Carriers } from "../carriers/carriers.ts";
import { readPart } from "../carriers/part-body.ts";
import { accountOf, type WireLogin } from "./login.ts";
import { WireLine } from "./wire-line.ts";

/** Opens the server of a carrier's protocol; port 0 takes any free one. Rejects when the port is taken. */
export type OpenServer = (port: number) => Promise<CarrierServer>;

interface Parts {
  carrier: CarrierId;
  carriers: Carriers;
  open: OpenServer;
  /** Taken when it is free. */
  port: number;
  references: ReferenceNumbers;
  login: (account: AccountName) => WireLogin;
  dialBack: (account: AccountName) => number | null;
}

const LOOPBACK = "127.0.0.1";

/** One carrier, listening in its protocol while it is not down. Its port stays the same. */
export class WireCarrier {
  readonly #parts: Parts;
  #port: number | null = null;
  #server: CarrierServer | null = null;
  /** Openings and closings come one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    const { carrier, carriers, references, dialBack } = parts;
    this.#parts = parts;
    const server = () => this.#server;
    carriers.connect(carrier, new WireLine({ carrier, references, dialBack, server }));
  }

  get port(): number | null {
    return this.#port;
  }

  get sessions(): readonly ServerSession[] {
    return this.#server?.sessions() ?? [];
  }

  /** Listens or not, as the carrier is set. */
  follow(): Promise<void> {
    return this.#next(() =>
      this.#parts.carriers.settings(this.#parts.carrier).down ? this.#shut() : this.#listen(),
    );
  }

  /** Ends every connection as a failing line does, and listens again. */
  restart(): Promise<void> {
    void this.#next(() => this.#shut());
    return this.follow();
  }

  close(): Promise<void> {
    return this.#next(() => this.#shut());
  }

  #next(action: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(action, action);
    return this.#last;
  }

  async #listen(): Promise<void> {
    if (this.#server) return;
    const server = await this.#open();
    server.onLogin(({ system_id }) => this.#account(system_id));
    server.onSubmit((part, session) => this.#submit(part, session));
    this.#port = server.port;
    this.#server = server;
  }

  async #shut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const session of server?.sessions() ?? []) session.cut();
    await server?.close();
  }

  /** On the port it had, else its own; when somebody has that, on any. */
  async #open(): Promise<CarrierServer> {
    const { open, port } = this.#parts;
    try {
      return await open(this.#port ?? port);
    } catch {
      return await open(0);
    }
  }

  #account(system_id: string): Account | null {
    const { carrier, login, dialBack } = this.#parts;
    const account = accountOf(carrier, system_id);
    if (account === null) return null;
    const port = dialBack(account);
    return { secret: login(account).secret, ...(port !== null && { dial_back: { host: LOOPBACK, port } }) };
  }

  async #submit(part: SubmittedPart, { system_id }: ServerSession): Promise<SubmitOutcome> {
    const { carrier, carriers } = this.#parts;
    const account = accountOf(carrier, system_id);
    // Carriers check the sender: replies to another number would reach somebody else.
    if (account === null || !part.from.startsWith(ACCESS_NUMBERS[account]))
      return { outcome: "refused", refusal: "denied", code: "simulator:sender" };
    const { message_id, from, to, report, valid_ms } = part;
    return carriers.submit({
      ...{ carrier, account, message_id, sender: from, number: `+${to}`, report },
      ...{ valid_ms: valid_ms ?? null, ...readPart(part.segment) },
    });
  }
}

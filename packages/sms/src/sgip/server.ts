import { ListeningServer, type ListenOptions } from "../peer/listening-server.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { IncomingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import type { Account, CarrierServer, Login, ServerSession, SubmittedPart } from "../peer/server.ts";
import type { Random } from "../session/clock.ts";
import type { DialRule } from "../session/dial.ts";
import { DialBack } from "./dial-back.ts";
import type { SgipPdu, SgipSequence } from "./pdu.ts";
import { sgipSequences } from "./sequence.ts";
import { type SmgOptions, SmgRole } from "./smg-role.ts";

export interface SgipServerOptions extends ListenOptions, Pick<SmgOptions, "idle_ms"> {
  random: Random;
  /** The SMG's node, 1AAAA0000C in decimal; 1 by default. */
  node_id?: number;
  /** How SPs are dialled back. */
  dial?: Partial<DialRule>;
}

/** An SMG of China Unicom: it listens for submits and dials SPs back, where their accounts say, with all the rest. */
export class SgipServer implements CarrierServer {
  readonly #options: SgipServerOptions;
  readonly #smg: SmgOptions;
  readonly #listening: ListeningServer<SgipPdu, SgipSequence>;
  readonly #lines = new Map<string, DialBack>();
  #lookup: (login: Login) => Account | null | Promise<Account | null> = () => null;

  private constructor(options: SgipServerOptions) {
    const { clock, node_id = 1, idle_ms } = options;
    this.#options = options;
    this.#smg = {
      ...(idle_ms !== undefined && { idle_ms }),
      now: () => clock.now(),
      nextSequence: sgipSequences(node_id, clock),
    };
    this.#listening = new ListeningServer(() => new SmgRole(this.#smg), options);
  }

  static async start(options: SgipServerOptions): Promise<SgipServer> {
    const server = new SgipServer(options);
    await server.#listening.listen();
    return server;
  }

  get port(): number {
    return this.#listening.port;
  }

  onLogin(lookup: (login: Login) => Account | null | Promise<Account | null>): void {
    this.#lookup = lookup;
    this.#listening.onLogin(lookup);
  }

  onSubmit(listener: (part: SubmittedPart, session: ServerSession) => Promise<SubmitOutcome>): void {
    this.#listening.onSubmit(listener);
  }

  async deliver(system_id: string, part: IncomingPart): Promise<boolean> {
    const line = await this.#lineTo(system_id);
    return line === null ? false : line.hand((role, sequence) => role.delivery(part, sequence));
  }

  async report(system_id: string, report: Report): Promise<boolean> {
    const line = await this.#lineTo(system_id);
    return line === null ? false : line.hand((role, sequence) => role.report(report, sequence));
  }

  /** Those that submit. */
  sessions(): readonly ServerSession[] {
    return this.#listening.sessions();
  }

  async close(): Promise<void> {
    await Promise.all([this.#listening.close(), ...[...this.#lines.values()].map((line) => line.close())]);
  }

  /** Null for who has no account, or none that can be dialled back. */
  async #lineTo(system_id: string): Promise<DialBack | null> {
    const account = await this.#lookup({ system_id, remote_address: "" });
    const address = account?.dial_back;
    if (!account || !address) return null;
    const known = this.#lines.get(system_id);
    if (known && known.address.host === address.host && known.address.port === address.port) return known;
    void known?.close();
    const { clock, random, limits, dial } = this.#options;
    const line = new DialBack({
      address,
      login_name: system_id,
      login_password: account.secret,
      clock,
      random,
      ...(limits && { limits }),
      ...(dial && { dial }),
      role: new SmgRole(this.#smg),
    });
    this.#lines.set(system_id, line);
    return line;
  }
}

/** Resolves when it listens; rejects when it cannot. */
export function sgipServer(options: SgipServerOptions): Promise<CarrierServer> {
  return SgipServer.start(options);
}

import type { Clock, Random } from "../session/clock.ts";
import { type Address, connect } from "../session/connect.ts";
import { Dialling, type DialRule, LoginDenied } from "../session/dial.ts";
import { RequestFailed } from "../session/request-failed.ts";
import { Session, type SessionLimits } from "../session/session.ts";
import { response, sgipDialect } from "./dialect.ts";
import type { SgipPdu, SgipSequence } from "./pdu.ts";
import type { SmgRole } from "./smg-role.ts";
import { SGIP_LOGIN_TYPE, SGIP_RESULT, sgipResults } from "./status.ts";

export interface DialBackOptions {
  address: Address;
  login_name: string;
  login_password: string;
  clock: Clock;
  random: Random;
  limits?: Partial<SessionLimits>;
  dial?: Partial<DialRule>;
  role: SmgRole;
}

const CONNECT_MS = 10_000;

/** The SMG's line to an SP: it rests when there is nothing to hand over. */
export class DialBack {
  readonly address: Address;
  readonly #options: DialBackOptions;
  readonly #line: Dialling<Session<SgipPdu, SgipSequence>>;
  readonly #dialled: Promise<void>;

  constructor(options: DialBackOptions) {
    this.address = options.address;
    this.#options = options;
    const { clock, random, dial } = options;
    let dialled!: () => void;
    this.#dialled = new Promise((resolve) => {
      dialled = resolve;
    });
    this.#line = new Dialling({
      open: (stop) => this.#open(stop),
      clock,
      random,
      rests: true,
      ...(dial && { rule: dial }),
      onState: () => dialled(),
    });
  }

  /** Asks the SP to take something. True when it did. */
  async hand(make: (role: SmgRole, sequence: SgipSequence) => SgipPdu): Promise<boolean> {
    await this.#dialled;
    const session = await this.#line.call();
    if (session === null) return false;
    const { role } = this.#options;
    try {
      return role.isTaken(await session.request(make(role, session.nextSequence())));
    } catch (failure) {
      if (failure instanceof RequestFailed) return false;
      throw failure;
    }
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  async #open(stop: AbortSignal): Promise<Session<SgipPdu, SgipSequence>> {
    const { address, clock, limits, role, login_name, login_password } = this.#options;
    const session = new Session(await connect(address, clock, CONNECT_MS, stop), sgipDialect, {
      clock,
      idle: role.idle,
      ...(limits && { limits }),
      nextSequence: role.nextSequence,
      handle: async ({ command, sequence }) => response(command, sequence, SGIP_RESULT.format),
    });
    const cut = () => session.cut();
    stop.addEventListener("abort", cut);
    try {
      const answer = await session.request({
        command: "bind",
        sequence: session.nextSequence(),
        login_type: SGIP_LOGIN_TYPE.smg_to_sp,
        login_name,
        login_password,
      });
      const result = answer.command === "bind_resp" ? answer.result : SGIP_RESULT.format;
      if (result !== SGIP_RESULT.taken) throw new LoginDenied(sgipResults.code(result));
      return session;
    } catch (failure) {
      session.cut();
      throw failure;
    } finally {
      stop.removeEventListener("abort", cut);
    }
  }
}

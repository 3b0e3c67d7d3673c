import { absoluteTime, monthDayTime, parseChinaTime } from "../mainland/china-time.ts";
import { counter } from "../mainland/counter.ts";
import { readStat } from "../mainland/gateway-code.ts";
import type { Heartbeat } from "../mainland/heartbeat.ts";
import { codingOf, formatOf } from "../mainland/message-format.ts";
import { toInternational, toNational } from "../mainland/numbers.ts";
import type { CodeTable } from "../mainland/reason.ts";
import { type ClientRole, type Received, Unsubmittable } from "../peer/client-role.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { OutgoingPart } from "../peer/part.ts";
import type { Clock } from "../session/clock.ts";
import { LoginDenied } from "../session/dial.ts";
import type { IdleRule } from "../session/idle-watch.ts";
import type { Session } from "../session/session.ts";
import { authenticatorSource } from "./authenticator.ts";
import { CmppDialect } from "./dialect.ts";
import { messageIdText } from "./message-id.ts";
import type { CmppDeliver, CmppPdu, CmppSubmit } from "./pdu.ts";
import { readCmppReceipt } from "./receipt.ts";
import { CMPP_CONNECT_STATUS, CMPP_DENIALS, CMPP_HEARTBEAT, CMPP_RESULT, cmppResults } from "./status.ts";

export type CmppVersion = 0x20 | 0x21 | 0x30;

export interface CmppAccount {
  /** The SP's number (企业代码), up to 6 characters. */
  system_id: string;
  /** The shared secret; it never goes over the line. */
  password: string;
  /** What is asked for first, 0x30 by default. A gateway that finds it too high is asked for 2.0. */
  version?: CmppVersion;
  /** The service (业务代码) of parts that name none. */
  service_id?: string;
  /** "01", free for the person, by default. */
  fee_type?: string;
  heartbeat?: Partial<Heartbeat>;
  /** What the gateway's own codes mean. */
  codes?: CodeTable;
}

/** What a gateway is asked for; after it was found too high, lower, in the connections that follow, too. */
export interface AskedVersion {
  version: CmppVersion;
}

/** The SP's side of one CMPP connection. */
export class CmppSpRole implements ClientRole<CmppPdu> {
  readonly dialect: CmppDialect;
  readonly idle: IdleRule;
  readonly #account: CmppAccount;
  readonly nextSequence = counter();
  readonly #asked: AskedVersion;
  readonly #clock: Clock;

  constructor(account: CmppAccount, asked: AskedVersion, clock: Clock) {
    this.#account = account;
    this.#asked = asked;
    this.#clock = clock;
    this.idle = { kind: "heartbeat", ...CMPP_HEARTBEAT, ...account.heartbeat };
    this.dialect = new CmppDialect(layoutOf(asked.version));
  }

  async login(session: Session<CmppPdu>): Promise<void> {
    const { system_id, password } = this.#account;
    const timestamp = monthDayTime(this.#clock.now());
    const response = await session.request({
      command: "connect",
      sequence: session.nextSequence(),
      source_addr: system_id,
      authenticator_source: authenticatorSource(system_id, password, timestamp),
      version: this.#asked.version,
      timestamp,
    });
    if (response.command !== "connect_resp") throw new Error(`the login was answered by ${response.command}`);
    if (response.status === CMPP_CONNECT_STATUS.accepted) return;
    if (response.status === CMPP_CONNECT_STATUS.version_too_high && this.#asked.version === 0x30) {
      this.#asked.version = 0x20;
      throw new Error("the gateway does not speak CMPP 3.0");
    }
    const code = cmppResults.code(response.status);
    throw CMPP_DENIALS.has(response.status) ? new LoginDenied(code) : new Error(`the login failed: ${code}`);
  }

  submit({ from, to, segment, report, valid_ms, service_id }: OutgoingPart, sequence: number): CmppSubmit {
    const msg_fmt = formatOf(segment.coding);
    if (msg_fmt === null) throw new Unsubmittable("local:coding");
    return {
      command: "submit",
      sequence,
      msg_id: 0n,
      pk_total: segment.parts,
      pk_number: segment.part,
      registered_delivery: report ? 1 : 0,
      msg_level: 1,
      service_id: service_id ?? this.#account.service_id ?? "",
      fee_user_type: 2,
      fee_terminal_id: "",
      fee_terminal_type: 0,
      tp_pid: 0,
      tp_udhi: segment.has_header ? 1 : 0,
      msg_fmt,
      msg_src: this.#account.system_id,
      fee_type: this.#account.fee_type ?? "01",
      fee_code: "000000",
      valid_time: valid_ms === undefined ? "" : absoluteTime(this.#clock.now() + valid_ms),
      at_time: "",
      src_id: from,
      dest_terminal_ids: [toNational(to)],
      dest_terminal_type: 0,
      msg_content: segment.user_data,
      link_id: "",
    };
  }

  outcome(_request: CmppPdu, response: CmppPdu): SubmitOutcome {
    if (response.command !== "submit_resp") return { outcome: "unknown" };
    const { result, msg_id } = response;
    if (result === CMPP_RESULT.taken) return { outcome: "accepted", message_id: messageIdText(msg_id) };
    const refusal = cmppResults.refusal(result, this.#account.codes);
    return { outcome: "refused", refusal, code: cmppResults.code(result) };
  }

  receive(request: CmppPdu): Received<CmppPdu> {
    if (request.command !== "deliver") throw new Error(`a gateway does not ask for ${request.command}`);
    const taken = answer(request, CMPP_RESULT.taken);
    if (request.registered_delivery === 1) return this.#receiveReport(request, taken);
    return {
      kind: "incoming",
      taken,
      part: {
        message_id: messageIdText(request.msg_id),
        from: toInternational(request.src_terminal_id),
        to: request.dest_id,
        coding: codingOf(request.msg_fmt),
        user_data: request.msg_content,
        has_header: request.tp_udhi === 1,
        at_ms: null,
      },
    };
  }

  #receiveReport(request: CmppDeliver, taken: CmppPdu): Received<CmppPdu> {
    const receipt = readCmppReceipt(request.msg_content);
    if (receipt === null) return { kind: "answered", answer: answer(request, CMPP_RESULT.structure) };
    return {
      kind: "report",
      taken,
      report: {
        message_id: messageIdText(receipt.msg_id),
        to: toInternational(receipt.dest_terminal_id),
        ...(request.dest_id !== "" && { from: request.dest_id }),
        code: receipt.stat,
        at_ms: parseChinaTime(receipt.done_time),
        ...readStat(receipt.stat, this.#account.codes),
      },
    };
  }
}

function answer({ sequence, msg_id }: CmppDeliver, result: number): CmppPdu {
  return { command: "deliver_resp", sequence, msg_id, result };
}

function layoutOf(version: CmppVersion): 2 | 3 {
  return version >= 0x30 ? 3 : 2;
}

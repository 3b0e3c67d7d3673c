import { absoluteTime } from "../mainland/china-time.ts";
import { codingOf, formatOf } from "../mainland/message-format.ts";
import { toInternational } from "../mainland/numbers.ts";
import type { CodeTable } from "../mainland/reason.ts";
import { type ClientRole, type Received, Unsubmittable } from "../peer/client-role.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { OutgoingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import type { Clock } from "../session/clock.ts";
import { LoginDenied } from "../session/dial.ts";
import type { IdleRule } from "../session/idle-watch.ts";
import type { Session } from "../session/session.ts";
import { response, sgipDialect } from "./dialect.ts";
import type { SgipPdu, SgipReport, SgipSequence, SgipSubmit } from "./pdu.ts";
import { sequenceText } from "./sequence.ts";
import {
  SGIP_DENIALS,
  SGIP_LOGIN_TYPE,
  SGIP_RESULT,
  SGIP_STATE,
  sgipErrors,
  sgipIdle,
  sgipResults,
} from "./status.ts";

export interface SgipAccount {
  /** Login name and password, up to 16 characters each. The password goes over the line as it is. */
  system_id: string;
  password: string;
  /** The SP's number (企业代码), 5 characters. */
  corp_id: string;
  /** The service of parts that name none. */
  service_type?: string;
  /** 1, free, by default. */
  fee_type?: number;
  /** How long nothing may happen on a line before it is put down; 30 s by default. */
  idle_ms?: number;
  /** What the gateway's own codes mean. */
  codes?: CodeTable;
}

/** The SP's side of one SGIP connection: of the one that submits, and of those that the SMG dials back. */
export class SgipSpRole implements ClientRole<SgipPdu, SgipSequence> {
  readonly dialect = sgipDialect;
  readonly idle: IdleRule;
  readonly nextSequence: () => SgipSequence;
  readonly #account: SgipAccount;
  readonly #clock: Clock;

  /** The sequences are the SP's, not the connection's: they name its messages. */
  constructor(account: SgipAccount, nextSequence: () => SgipSequence, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
    this.nextSequence = nextSequence;
    this.idle = sgipIdle(account.idle_ms);
  }

  async login(session: Session<SgipPdu, SgipSequence>): Promise<void> {
    const answer = await session.request({
      command: "bind",
      sequence: session.nextSequence(),
      login_type: SGIP_LOGIN_TYPE.sp_to_smg,
      login_name: this.#account.system_id,
      login_password: this.#account.password,
    });
    if (answer.command !== "bind_resp") throw new Error(`the login was answered by ${answer.command}`);
    if (answer.result === SGIP_RESULT.taken) return;
    const code = sgipResults.code(answer.result);
    throw SGIP_DENIALS.has(answer.result) ? new LoginDenied(code) : new Error(`the bind failed: ${code}`);
  }

  submit(part: OutgoingPart, sequence: SgipSequence): SgipSubmit {
    const { from, to, segment, report, valid_ms, service_id } = part;
    const message_coding = formatOf(segment.coding);
    if (message_coding === null) throw new Unsubmittable("local:coding");
    return {
      command: "submit",
      sequence,
      sp_number: from,
      charge_number: "0".repeat(21),
      user_numbers: [toInternational(to)],
      corp_id: this.#account.corp_id,
      service_type: service_id ?? this.#account.service_type ?? "",
      fee_type: this.#account.fee_type ?? 1,
      fee_value: "0",
      given_value: "0",
      agent_flag: 0,
      morelateto_mt_flag: 0,
      priority: 0,
      expire_time: valid_ms === undefined ? "" : absoluteTime(this.#clock.now() + valid_ms),
      schedule_time: "",
      report_flag: report ? 1 : 2,
      tp_pid: 0,
      tp_udhi: segment.has_header ? 1 : 0,
      message_coding,
      message_type: 0,
      message_content: segment.user_data,
    };
  }

  outcome(request: SgipPdu, answer: SgipPdu): SubmitOutcome {
    if (answer.command !== "submit_resp") return { outcome: "unknown" };
    const { result } = answer;
    if (result === SGIP_RESULT.taken)
      return { outcome: "accepted", message_id: sequenceText(request.sequence) };
    const refusal = sgipResults.refusal(result, this.#account.codes);
    return { outcome: "refused", refusal, code: sgipResults.code(result) };
  }

  receive(request: SgipPdu): Received<SgipPdu> {
    const taken = response(request.command, request.sequence, SGIP_RESULT.taken);
    if (request.command === "report" && taken)
      return { kind: "report", taken, report: this.#report(request) };
    if (request.command !== "deliver" || !taken)
      throw new Error(`an SMG does not ask for ${request.command}`);
    return {
      kind: "incoming",
      taken,
      part: {
        message_id: sequenceText(request.sequence),
        from: toInternational(request.user_number),
        to: request.sp_number,
        coding: codingOf(request.message_coding),
        user_data: request.message_content,
        has_header: request.tp_udhi === 1,
        at_ms: null,
      },
    };
  }

  #report({ submit_sequence, user_number, state, error_code }: SgipReport): Report {
    const failed = state === SGIP_STATE.failed;
    return {
      message_id: sequenceText(submit_sequence),
      to: toInternational(user_number),
      state: failed ? "failed" : state === SGIP_STATE.delivered ? "delivered" : "buffered",
      code: sgipErrors.code(error_code),
      reason: failed ? sgipErrors.reason(error_code, this.#account.codes) : null,
      at_ms: null,
    };
  }
}

import { codingOf, formatOf } from "../mainland/message-format.ts";
import { toInternational } from "../mainland/numbers.ts";
import { validForMs } from "../mainland/validity.ts";
import { Unsubmittable } from "../peer/client-role.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { IncomingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import { isSameSecret } from "../peer/same-secret.ts";
import type { Account, SubmittedPart } from "../peer/server.ts";
import type { Admission, ServerRole } from "../peer/server-role.ts";
import type { IdleRule } from "../session/idle-watch.ts";
import { response, sgipDialect } from "./dialect.ts";
import type { SgipBind, SgipPdu, SgipReport, SgipSequence } from "./pdu.ts";
import { parseSequence, sequenceText } from "./sequence.ts";
import { SGIP_LOGIN_TYPE, SGIP_RESULT, SGIP_STATE, sgipErrors, sgipIdle, sgipResults } from "./status.ts";

export interface SmgOptions {
  /** How long nothing may happen on a line before it is put down; 30 s by default. */
  idle_ms?: number;
  now(): number;
  nextSequence(): SgipSequence;
}

/** The carrier's side of one SGIP connection: of those on which SPs submit, and of those that are dialled back. */
export class SmgRole implements ServerRole<SgipPdu, SgipSequence> {
  readonly dialect = sgipDialect;
  readonly idle: IdleRule;
  readonly nextSequence: () => SgipSequence;
  readonly #options: SmgOptions;

  constructor(options: SmgOptions) {
    this.#options = options;
    this.nextSequence = options.nextSequence;
    this.idle = sgipIdle(options.idle_ms);
  }

  login(request: SgipPdu): { system_id: string } | null {
    return request.command === "bind" ? { system_id: request.login_name } : null;
  }

  admit(request: SgipPdu, account: Account | null): { answer: SgipPdu; admission: Admission | null } {
    if (request.command !== "bind") throw new Error(`${request.command} is no login`);
    const result = judge(request, account);
    return {
      answer: { command: "bind_resp", sequence: request.sequence, result },
      admission: result === SGIP_RESULT.taken ? { sends: true, receives: false } : null,
    };
  }

  refuse(request: SgipPdu): SgipPdu | null {
    return response(request.command, request.sequence, SGIP_RESULT.format);
  }

  /** One number each. */
  submission(request: SgipPdu): SubmittedPart | null {
    if (request.command !== "submit" || request.user_numbers.length !== 1) return null;
    const valid_ms = validForMs(request.expire_time, this.#options.now());
    return {
      message_id: sequenceText(request.sequence),
      from: request.sp_number,
      to: toInternational(request.user_numbers[0] as string),
      segment: {
        coding: codingOf(request.message_coding),
        user_data: request.message_content,
        has_header: request.tp_udhi === 1,
        // SGIP says nowhere else than in the header which part this is.
        part: 1,
        parts: 1,
      },
      report: request.report_flag === 1,
      service_id: request.service_type,
      ...(valid_ms !== null && { valid_ms }),
    };
  }

  submitted({ sequence }: SgipPdu, outcome: Exclude<SubmitOutcome, { outcome: "unknown" }>): SgipPdu {
    const accepted = outcome.outcome === "accepted";
    const result = accepted ? SGIP_RESULT.taken : sgipResults.result(outcome.refusal, outcome.code);
    return { command: "submit_resp", sequence, result };
  }

  delivery(part: IncomingPart, sequence: SgipSequence): SgipPdu {
    const message_coding = formatOf(part.coding);
    if (message_coding === null) throw new Unsubmittable("local:coding");
    return {
      command: "deliver",
      sequence,
      user_number: toInternational(part.from),
      sp_number: part.to,
      tp_pid: 0,
      tp_udhi: part.has_header ? 1 : 0,
      message_coding,
      message_content: part.user_data,
    };
  }

  report(report: Report, sequence: SgipSequence): SgipReport {
    const { message_id, to, state, reason, code } = report;
    const stated = { delivered: SGIP_STATE.delivered, buffered: SGIP_STATE.waiting } as const;
    const is_good = state === "delivered" || state === "buffered";
    return {
      command: "report",
      sequence,
      submit_sequence: parseSequence(message_id),
      report_type: 0,
      user_number: toInternational(to),
      state: is_good ? stated[state] : SGIP_STATE.failed,
      error_code: is_good ? 0 : sgipErrors.result(reason ?? "unspecified", code),
    };
  }

  isTaken(answer: SgipPdu): boolean {
    return "result" in answer && answer.result === SGIP_RESULT.taken;
  }
}

function judge(request: SgipBind, account: Account | null): number {
  if (request.login_type !== SGIP_LOGIN_TYPE.sp_to_smg) return SGIP_RESULT.login_type;
  const is_right = account !== null && isSameSecret(request.login_password, account.secret);
  return is_right ? SGIP_RESULT.taken : SGIP_RESULT.login;
}

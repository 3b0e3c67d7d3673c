import { timingSafeEqual } from "node:crypto";
import { minuteTime, secondTime } from "../mainland/china-time.ts";
import { counter } from "../mainland/counter.ts";
import type { Heartbeat } from "../mainland/heartbeat.ts";
import { codingOf, formatOf } from "../mainland/message-format.ts";
import { toInternational, toNational } from "../mainland/numbers.ts";
import { partDigest } from "../mainland/part-digest.ts";
import { validForMs } from "../mainland/validity.ts";
import { Unsubmittable } from "../peer/client-role.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { IncomingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import type { Account, SubmittedPart } from "../peer/server.ts";
import type { Admission, ServerRole } from "../peer/server-role.ts";
import type { IdleRule } from "../session/idle-watch.ts";
import { authenticatorClient, authenticatorServer } from "./authenticator.ts";
import { NO_MESSAGE_ID, smgpDialect } from "./dialect.ts";
import { isMessageId, messageIdFrom } from "./message-id.ts";
import type { SmgpDeliver, SmgpLogin, SmgpPdu } from "./pdu.ts";
import { writeSmgpReceipt } from "./receipt.ts";
import { smgpStatOf } from "./stat.ts";
import { SMGP_HEARTBEAT, SMGP_STATUS, smgpResults } from "./status.ts";
import { octetOf, octetTlv, smgpTag } from "./tlv.ts";

export interface SmgwOptions {
  heartbeat?: Partial<Heartbeat>;
  now(): number;
  newMessageId(): string;
}

type Settled = Exclude<SubmitOutcome, { outcome: "unknown" }>;

/** By LoginMode. */
const ADMISSIONS: readonly Admission[] = [
  { sends: true, receives: false },
  { sends: false, receives: true },
  { sends: true, receives: true },
];

/** The carrier's side of one SMGP connection. */
export class SmgwRole implements ServerRole<SmgpPdu> {
  readonly dialect = smgpDialect;
  readonly idle: IdleRule;
  readonly nextSequence = counter();
  readonly #options: SmgwOptions;

  constructor(options: SmgwOptions) {
    this.#options = options;
    this.idle = { kind: "heartbeat", ...SMGP_HEARTBEAT, ...options.heartbeat };
  }

  login(request: SmgpPdu): { system_id: string } | null {
    return request.command === "login" ? { system_id: request.client_id } : null;
  }

  admit(request: SmgpPdu, account: Account | null): { answer: SmgpPdu; admission: Admission | null } {
    if (request.command !== "login") throw new Error(`${request.command} is no login`);
    const admission = ADMISSIONS[request.login_mode] ?? null;
    const status = admission === null ? SMGP_STATUS.structure : judge(request, account);
    const { sequence, authenticator_client } = request;
    const answer: SmgpPdu = {
      command: "login_resp",
      sequence,
      status,
      authenticator_server: authenticatorServer(status, authenticator_client, account?.secret ?? ""),
      server_version: 0x30,
    };
    return { answer, admission: status === SMGP_STATUS.taken ? admission : null };
  }

  refuse(request: SmgpPdu): SmgpPdu | null {
    const { sequence } = request;
    const status = SMGP_STATUS.structure;
    if (request.command === "submit")
      return { command: "submit_resp", sequence, msg_id: NO_MESSAGE_ID, status };
    if (request.command === "deliver")
      return { command: "deliver_resp", sequence, msg_id: request.msg_id, status };
    return null;
  }

  /** One destination each: the reports of several would have one MsgID. */
  submission(request: SmgpPdu): SubmittedPart | null {
    if (request.command !== "submit" || request.dest_term_ids.length !== 1) return null;
    const valid_ms = validForMs(request.valid_time, this.#options.now());
    return {
      message_id: this.#options.newMessageId(),
      from: request.src_term_id,
      to: toInternational(request.dest_term_ids[0] as string),
      segment: {
        coding: codingOf(request.msg_format),
        user_data: request.msg_content,
        has_header: octetOf(request.tlvs, smgpTag.tp_udhi) === 1,
        part: Math.max(octetOf(request.tlvs, smgpTag.pk_number), 1),
        parts: Math.max(octetOf(request.tlvs, smgpTag.pk_total), 1),
      },
      report: request.need_report === 1,
      service_id: request.service_id,
      ...(valid_ms !== null && { valid_ms }),
    };
  }

  submitted({ sequence }: SmgpPdu, outcome: Settled): SmgpPdu {
    if (outcome.outcome === "accepted")
      return { command: "submit_resp", sequence, msg_id: outcome.message_id, status: SMGP_STATUS.taken };
    const status = smgpResults.result(outcome.refusal, outcome.code);
    return { command: "submit_resp", sequence, msg_id: NO_MESSAGE_ID, status };
  }

  delivery(part: IncomingPart, sequence: number): SmgpPdu {
    const msg_format = formatOf(part.coding);
    if (msg_format === null) throw new Unsubmittable("local:coding");
    return this.#deliver(sequence, part.at_ms, {
      msg_id: this.#idOf(part),
      is_report: 0,
      msg_format,
      src_term_id: toNational(part.from),
      dest_term_id: part.to,
      msg_content: part.user_data,
      tlvs: part.has_header ? [octetTlv(smgpTag.tp_udhi, 1)] : [],
    });
  }

  report(report: Report, sequence: number): SmgpPdu {
    const date = minuteTime(report.at_ms ?? this.#options.now());
    const { message_id: msg_id } = report;
    return this.#deliver(sequence, report.at_ms, {
      msg_id: this.#options.newMessageId(),
      is_report: 1,
      msg_format: 0,
      src_term_id: toNational(report.to),
      dest_term_id: report.from ?? "",
      msg_content: writeSmgpReceipt({ msg_id, submit_date: date, done_date: date, ...smgpStatOf(report) }),
      tlvs: [],
    });
  }

  isTaken(response: SmgpPdu): boolean {
    return response.command === "deliver_resp" && response.status === SMGP_STATUS.taken;
  }

  #idOf(part: IncomingPart): string {
    if (part.message_id === "") return this.#options.newMessageId();
    return isMessageId(part.message_id) ? part.message_id : messageIdFrom(partDigest(part));
  }

  #deliver(
    sequence: number,
    at_ms: number | null,
    message: Omit<SmgpDeliver, "command" | "sequence" | "recv_time">,
  ): SmgpPdu {
    return { command: "deliver", sequence, recv_time: secondTime(at_ms ?? this.#options.now()), ...message };
  }
}

function judge(request: SmgpLogin, account: Account | null): number {
  if (request.client_version > 0x30) return SMGP_STATUS.version_too_high;
  if (account === null) return SMGP_STATUS.authentication;
  const expected = authenticatorClient(request.client_id, account.secret, request.timestamp);
  const proven = timingSafeEqual(expected, request.authenticator_client);
  return proven ? SMGP_STATUS.taken : SMGP_STATUS.authentication;
}

import { timingSafeEqual } from "node:crypto";
import { minuteTime } from "../mainland/china-time.ts";
import { counter } from "../mainland/counter.ts";
import { statOf } from "../mainland/gateway-code.ts";
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
import { authenticatorIsmg, authenticatorSource } from "./authenticator.ts";
import { CmppDialect } from "./dialect.ts";
import { isMessageId, messageIdText, parseMessageId } from "./message-id.ts";
import type { CmppConnect, CmppDeliver, CmppPdu } from "./pdu.ts";
import { writeCmppReceipt } from "./receipt.ts";
import { CMPP_CONNECT_STATUS, CMPP_HEARTBEAT, CMPP_RESULT, cmppResults } from "./status.ts";

export interface IsmgOptions {
  /** The highest version it speaks: 0x30 by default. */
  version?: 0x20 | 0x30;
  heartbeat?: Partial<Heartbeat>;
  now(): number;
  newMessageId(): bigint;
}

type Settled = Exclude<SubmitOutcome, { outcome: "unknown" }>;

/** The carrier's side of one CMPP connection. */
export class IsmgRole implements ServerRole<CmppPdu> {
  readonly dialect: CmppDialect;
  readonly idle: IdleRule;
  readonly nextSequence = counter();
  readonly #options: IsmgOptions;
  readonly #version: number;

  constructor(options: IsmgOptions) {
    this.#options = options;
    this.idle = { kind: "heartbeat", ...CMPP_HEARTBEAT, ...options.heartbeat };
    this.#version = options.version ?? 0x30;
    this.dialect = new CmppDialect(this.#version === 0x30 ? 3 : 2);
  }

  login(request: CmppPdu): { system_id: string } | null {
    return request.command === "connect" ? { system_id: request.source_addr } : null;
  }

  admit(request: CmppPdu, account: Account | null): { answer: CmppPdu; admission: Admission | null } {
    if (request.command !== "connect") throw new Error(`${request.command} is no login`);
    const status = this.#judge(request, account);
    // Who asked for 2.x reads the answer as 2.x, also when it is a refusal.
    if (request.version < 0x30) this.dialect.layout = 2;
    const { layout } = this.dialect;
    const answer: CmppPdu = {
      command: "connect_resp",
      sequence: request.sequence,
      status,
      authenticator_ismg: authenticatorIsmg(
        status,
        request.authenticator_source,
        account?.secret ?? "",
        layout,
      ),
      version: layout === 3 ? 0x30 : 0x20,
    };
    const accepted = status === CMPP_CONNECT_STATUS.accepted;
    return { answer, admission: accepted ? { sends: true, receives: true } : null };
  }

  refuse(request: CmppPdu): CmppPdu | null {
    const { sequence } = request;
    const result = CMPP_RESULT.structure;
    if (request.command === "submit") return { command: "submit_resp", sequence, msg_id: 0n, result };
    if (request.command === "deliver")
      return { command: "deliver_resp", sequence, msg_id: request.msg_id, result };
    if (request.command === "cancel") return { command: "cancel_resp", sequence, success_id: 1 };
    return null;
  }

  /** One destination each: the reports of several would have one Msg_Id. */
  submission(request: CmppPdu): SubmittedPart | null {
    if (request.command !== "submit" || request.dest_terminal_ids.length !== 1) return null;
    const valid_ms = validForMs(request.valid_time, this.#options.now());
    return {
      message_id: messageIdText(this.#options.newMessageId()),
      from: request.src_id,
      to: toInternational(request.dest_terminal_ids[0] as string),
      segment: {
        coding: codingOf(request.msg_fmt),
        user_data: request.msg_content,
        has_header: request.tp_udhi === 1,
        part: Math.max(request.pk_number, 1),
        parts: Math.max(request.pk_total, 1),
      },
      report: request.registered_delivery === 1,
      service_id: request.service_id,
      ...(valid_ms !== null && { valid_ms }),
    };
  }

  submitted({ sequence }: CmppPdu, outcome: Settled): CmppPdu {
    if (outcome.outcome === "accepted") {
      const msg_id = parseMessageId(outcome.message_id);
      return { command: "submit_resp", sequence, msg_id, result: CMPP_RESULT.taken };
    }
    const result = cmppResults.result(outcome.refusal, outcome.code);
    return { command: "submit_resp", sequence, msg_id: 0n, result };
  }

  delivery(part: IncomingPart, sequence: number): CmppPdu {
    const msg_fmt = formatOf(part.coding);
    if (msg_fmt === null) throw new Unsubmittable("local:coding");
    return this.#deliver(sequence, {
      msg_id: this.#idOf(part),
      dest_id: part.to,
      tp_udhi: part.has_header ? 1 : 0,
      msg_fmt,
      src_terminal_id: toNational(part.from),
      registered_delivery: 0,
      msg_content: part.user_data,
    });
  }

  report(report: Report, sequence: number): CmppPdu {
    const time = minuteTime(report.at_ms ?? this.#options.now());
    const handset = toNational(report.to);
    const receipt = {
      msg_id: parseMessageId(report.message_id),
      stat: statOf(report),
      submit_time: time,
      done_time: time,
      dest_terminal_id: handset,
      smsc_sequence: 0,
    };
    return this.#deliver(sequence, {
      msg_id: this.#options.newMessageId(),
      dest_id: report.from ?? "",
      tp_udhi: 0,
      msg_fmt: 0,
      src_terminal_id: handset,
      registered_delivery: 1,
      msg_content: writeCmppReceipt(receipt, this.dialect.layout),
    });
  }

  isTaken(response: CmppPdu): boolean {
    return response.command === "deliver_resp" && response.result === CMPP_RESULT.taken;
  }

  #idOf(part: IncomingPart): bigint {
    if (part.message_id === "") return this.#options.newMessageId();
    if (isMessageId(part.message_id)) return parseMessageId(part.message_id);
    return new DataView(partDigest(part).buffer).getBigUint64(0);
  }

  #judge(request: CmppConnect, account: Account | null): number {
    if (request.version > this.#version && request.version >= 0x30)
      return CMPP_CONNECT_STATUS.version_too_high;
    if (account === null) return CMPP_CONNECT_STATUS.source_address;
    const expected = authenticatorSource(request.source_addr, account.secret, request.timestamp);
    if (!timingSafeEqual(expected, request.authenticator_source)) return CMPP_CONNECT_STATUS.authentication;
    return CMPP_CONNECT_STATUS.accepted;
  }

  #deliver(
    sequence: number,
    message: Pick<
      CmppDeliver,
      "msg_id" | "dest_id" | "tp_udhi" | "msg_fmt" | "src_terminal_id" | "registered_delivery" | "msg_content"
    >,
  ): CmppPdu {
    return {
      command: "deliver",
      sequence,
      service_id: "",
      tp_pid: 0,
      src_terminal_type: 0,
      link_id: "",
      ...message,
    };
  }
}

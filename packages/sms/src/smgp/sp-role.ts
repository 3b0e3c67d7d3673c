import { absoluteTime, monthDayTime, parseChinaTime } from "../mainland/china-time.ts";
import { counter } from "../mainland/counter.ts";
import type { Heartbeat } from "../mainland/heartbeat.ts";
import { codingOf, formatOf } from "../mainland/message-format.ts";
import { toInternational, toNational } from "../mainland/numbers.ts";
import type { CodeTable } from "../mainland/reason.ts";
import { type ClientRole, type Direction, type Received, Unsubmittable } from "../peer/client-role.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { OutgoingPart } from "../peer/part.ts";
import type { Clock } from "../session/clock.ts";
import { LoginDenied } from "../session/dial.ts";
import type { IdleRule } from "../session/idle-watch.ts";
import type { Session } from "../session/session.ts";
import { authenticatorClient } from "./authenticator.ts";
import { smgpDialect } from "./dialect.ts";
import type { SmgpDeliver, SmgpPdu, SmgpSubmit } from "./pdu.ts";
import { readSmgpReceipt } from "./receipt.ts";
import { readSmgpStat } from "./stat.ts";
import { SMGP_DENIALS, SMGP_HEARTBEAT, SMGP_LOGIN_MODE, SMGP_STATUS, smgpResults } from "./status.ts";
import { octetOf, octetTlv, smgpTag, type Tlv } from "./tlv.ts";

export interface SmgpAccount {
  /** ClientID, up to 8 characters. */
  system_id: string;
  /** The shared secret; it never goes over the line. */
  password: string;
  /** The service of parts that name none. */
  service_id?: string;
  /** "00", free for the person, by default. */
  fee_type?: string;
  heartbeat?: Partial<Heartbeat>;
  /** What the gateway's own codes mean. */
  codes?: CodeTable;
}

/** The SP's side of one SMGP connection. */
export class SmgpSpRole implements ClientRole<SmgpPdu> {
  readonly dialect = smgpDialect;
  readonly idle: IdleRule;
  readonly #account: SmgpAccount;
  readonly nextSequence = counter();
  readonly #direction: Direction;
  readonly #clock: Clock;

  constructor(account: SmgpAccount, direction: Direction, clock: Clock) {
    this.#account = account;
    this.#direction = direction;
    this.#clock = clock;
    this.idle = { kind: "heartbeat", ...SMGP_HEARTBEAT, ...account.heartbeat };
  }

  async login(session: Session<SmgpPdu>): Promise<void> {
    const { system_id, password } = this.#account;
    const timestamp = monthDayTime(this.#clock.now());
    const response = await session.request({
      command: "login",
      sequence: session.nextSequence(),
      client_id: system_id,
      authenticator_client: authenticatorClient(system_id, password, timestamp),
      login_mode: SMGP_LOGIN_MODE[this.#direction],
      timestamp,
      client_version: 0x30,
    });
    if (response.command !== "login_resp") throw new Error(`the login was answered by ${response.command}`);
    if (response.status === SMGP_STATUS.taken) return;
    const code = smgpResults.code(response.status);
    throw SMGP_DENIALS.has(response.status) ? new LoginDenied(code) : new Error(`the login failed: ${code}`);
  }

  submit({ from, to, segment, report, valid_ms, service_id }: OutgoingPart, sequence: number): SmgpSubmit {
    const msg_format = formatOf(segment.coding);
    if (msg_format === null) throw new Unsubmittable("local:coding");
    return {
      command: "submit",
      sequence,
      msg_type: 6,
      need_report: report ? 1 : 0,
      priority: 1,
      service_id: service_id ?? this.#account.service_id ?? "",
      fee_type: this.#account.fee_type ?? "00",
      fee_code: "000000",
      fixed_fee: "000000",
      msg_format,
      valid_time: valid_ms === undefined ? "" : absoluteTime(this.#clock.now() + valid_ms),
      at_time: "",
      src_term_id: from,
      charge_term_id: "",
      dest_term_ids: [toNational(to)],
      msg_content: segment.user_data,
      tlvs: partTlvs(segment),
    };
  }

  outcome(_request: SmgpPdu, response: SmgpPdu): SubmitOutcome {
    if (response.command !== "submit_resp") return { outcome: "unknown" };
    const { status, msg_id } = response;
    if (status === SMGP_STATUS.taken) return { outcome: "accepted", message_id: msg_id };
    const refusal = smgpResults.refusal(status, this.#account.codes);
    return { outcome: "refused", refusal, code: smgpResults.code(status) };
  }

  receive(request: SmgpPdu): Received<SmgpPdu> {
    if (request.command !== "deliver") throw new Error(`a gateway does not ask for ${request.command}`);
    const taken = answer(request, SMGP_STATUS.taken);
    if (request.is_report === 1) return this.#receiveReport(request, taken);
    return {
      kind: "incoming",
      taken,
      part: {
        message_id: request.msg_id,
        from: toInternational(request.src_term_id),
        to: request.dest_term_id,
        coding: codingOf(request.msg_format),
        user_data: request.msg_content,
        has_header: octetOf(request.tlvs, smgpTag.tp_udhi) === 1,
        at_ms: parseChinaTime(request.recv_time),
      },
    };
  }

  #receiveReport(request: SmgpDeliver, taken: SmgpPdu): Received<SmgpPdu> {
    const receipt = readSmgpReceipt(request.msg_content);
    if (receipt === null) return { kind: "answered", answer: answer(request, SMGP_STATUS.structure) };
    return {
      kind: "report",
      taken,
      report: {
        message_id: receipt.msg_id,
        to: toInternational(request.src_term_id),
        ...(request.dest_term_id !== "" && { from: request.dest_term_id }),
        at_ms: parseChinaTime(receipt.done_date),
        ...readSmgpStat(receipt.stat, receipt.err, this.#account.codes),
      },
    };
  }
}

/** A whole message needs none; of the parts of a longer one the gateway is told what their header says. */
function partTlvs({ has_header, part, parts }: OutgoingPart["segment"]): Tlv[] {
  if (!has_header) return [];
  return [octetTlv(smgpTag.tp_udhi, 1), octetTlv(smgpTag.pk_total, parts), octetTlv(smgpTag.pk_number, part)];
}

function answer({ sequence, msg_id }: SmgpDeliver, status: number): SmgpPdu {
  return { command: "deliver_resp", sequence, msg_id, status };
}

import { Unsubmittable } from "../peer/client-role.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { IncomingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import { isSameSecret } from "../peer/same-secret.ts";
import type { Account, SubmittedPart } from "../peer/server.ts";
import type { Admission, ServerRole } from "../peer/server-role.ts";
import type { IdleRule } from "../session/idle-watch.ts";
import { HAS_HEADER, userDataOf } from "./concatenation.ts";
import { codingOf, type DefaultAlphabet, dataCodingOf } from "./data-coding.ts";
import { smppDialect, smppSequences } from "./dialect.ts";
import { SMPP_HEARTBEAT } from "./esme-role.ts";
import type { BindResp, SmppPdu } from "./pdu.ts";
import { writeReceipt } from "./receipt.ts";
import { type AddressKind, digits, INTERNATIONAL, shortMessage } from "./short-message.ts";
import { status, statusOf } from "./status.ts";
import { relativeDuration } from "./time.ts";
import { tlv } from "./tlv.ts";

export interface SmscOptions {
  /** The name that answers to a bind. */
  smsc_id?: string;
  /** How numbers are typed in what this server sends. */
  source?: AddressKind;
  destination?: AddressKind;
  heartbeat?: Omit<Extract<IdleRule, { kind: "heartbeat" }>, "kind">;
  utc_offset_ms?: number;
  now(): number;
  newMessageId(): string;
}

const ADMISSIONS = {
  bind_transmitter: { sends: true, receives: false },
  bind_receiver: { sends: false, receives: true },
  bind_transceiver: { sends: true, receives: true },
} as const satisfies Record<string, Admission>;

const VERSION_3_4 = 0x34;
const RECEIPT = 0x04;
const REPORT_MASK = 0x03;
const FINAL_REPORT = 0x01;

/** The carrier's side of one SMPP connection. */
export class SmscRole implements ServerRole<SmppPdu> {
  readonly dialect = smppDialect;
  readonly idle: IdleRule;
  readonly nextSequence = smppSequences();
  readonly #options: SmscOptions;
  #default_alphabet: DefaultAlphabet = "gsm7";
  /** Optional parameters must not be sent to whoever speaks an older version (SMPP 3.4 §3.4). */
  #reads_tlvs = true;

  constructor(options: SmscOptions) {
    this.#options = options;
    this.idle = { kind: "heartbeat", ...SMPP_HEARTBEAT, ...options.heartbeat };
  }

  login(request: SmppPdu): { system_id: string } | null {
    return isBind(request) ? { system_id: request.system_id } : null;
  }

  admit(request: SmppPdu, account: Account | null): { answer: SmppPdu; admission: Admission | null } {
    if (!isBind(request)) return { answer: this.refuse(request), admission: null };
    const command = `${request.command}_resp` as BindResp["command"];
    const { sequence } = request;
    if (!account || !isSameSecret(request.password, account.secret)) {
      const denied = account ? status.invalid_password : status.invalid_system_id;
      return { answer: { command, sequence, status: denied, system_id: "", tlvs: [] }, admission: null };
    }
    this.#default_alphabet = account.default_alphabet ?? "gsm7";
    this.#reads_tlvs = request.interface_version >= VERSION_3_4;
    const system_id = this.#options.smsc_id ?? "feiliao";
    const tlvs = this.#reads_tlvs ? [tlv("sc_interface_version", Uint8Array.of(VERSION_3_4))] : [];
    return {
      answer: { command, sequence, status: status.ok, system_id, tlvs },
      admission: ADMISSIONS[request.command],
    };
  }

  refuse(request: SmppPdu): SmppPdu {
    const { sequence } = request;
    if (isBind(request)) {
      const command = `${request.command}_resp` as BindResp["command"];
      return { command, sequence, status: status.already_bound, system_id: "", tlvs: [] };
    }
    if (request.command === "submit_sm") {
      const refused = status.incorrect_bind_status;
      return { command: "submit_sm_resp", sequence, status: refused, message_id: "", tlvs: [] };
    }
    return { command: "generic_nack", sequence, status: status.incorrect_bind_status };
  }

  submission(request: SmppPdu): SubmittedPart | null {
    if (request.command !== "submit_sm") return null;
    const coding = codingOf(request.data_coding, this.#default_alphabet);
    const { user_data, has_header } = userDataOf(request);
    const valid_ms = relativeDuration(request.validity_period);
    return {
      message_id: this.#options.newMessageId(),
      from: digits(request.source_addr),
      to: digits(request.destination_addr),
      segment: { coding, user_data, has_header, part: 1, parts: 1 },
      report: (request.registered_delivery & REPORT_MASK) === FINAL_REPORT,
      ...(valid_ms !== null && { valid_ms }),
      ...(request.service_type !== "" && { service_id: request.service_type }),
    };
  }

  submitted(request: SmppPdu, outcome: Exclude<SubmitOutcome, { outcome: "unknown" }>): SmppPdu {
    const accepted = outcome.outcome === "accepted";
    return {
      command: "submit_sm_resp",
      sequence: request.sequence,
      status: accepted ? status.ok : statusOf(outcome.refusal, outcome.code),
      message_id: accepted ? outcome.message_id : "",
      tlvs: [],
    };
  }

  delivery(part: IncomingPart, sequence: number): SmppPdu {
    const data_coding = dataCodingOf(part.coding, this.#default_alphabet);
    if (data_coding === null) throw new Unsubmittable("local:coding");
    return this.#deliver(sequence, {
      source_addr: part.from,
      destination_addr: part.to,
      esm_class: part.has_header ? HAS_HEADER : 0,
      data_coding,
      short_message: part.user_data,
    });
  }

  report(report: Report, sequence: number): SmppPdu {
    const { utc_offset_ms = 0, now } = this.#options;
    const { short_message, tlvs } = writeReceipt(report, now(), utc_offset_ms);
    return this.#deliver(sequence, {
      source_addr: report.to,
      destination_addr: report.from ?? "",
      esm_class: RECEIPT,
      short_message,
      tlvs: this.#reads_tlvs ? tlvs : [],
    });
  }

  isTaken(response: SmppPdu): boolean {
    return response.command === "deliver_sm_resp" && response.status === status.ok;
  }

  #deliver(sequence: number, message: Parameters<typeof shortMessage>[0]): SmppPdu {
    const { source = INTERNATIONAL, destination = INTERNATIONAL } = this.#options;
    const fields = shortMessage(message, source, destination);
    return { command: "deliver_sm", sequence, status: status.ok, ...fields };
  }
}

function isBind(request: SmppPdu): request is Extract<SmppPdu, { password: string }> {
  return "password" in request;
}

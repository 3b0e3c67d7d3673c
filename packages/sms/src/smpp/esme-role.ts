import { type ClientRole, type Direction, type Received, Unsubmittable } from "../peer/client-role.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { OutgoingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import { LoginDenied } from "../session/dial.ts";
import type { IdleRule } from "../session/idle-watch.ts";
import type { Session } from "../session/session.ts";
import { HAS_HEADER, userDataOf } from "./concatenation.ts";
import { codingOf, type DefaultAlphabet, dataCodingOf } from "./data-coding.ts";
import { smppDialect, smppSequences } from "./dialect.ts";
import type { Bind, DeliverSm, SmppPdu } from "./pdu.ts";
import { readReceipt } from "./receipt.ts";
import { type AddressKind, digits, INTERNATIONAL, shortMessage } from "./short-message.ts";
import { refusalOf, type StatusTable, status, statusCode } from "./status.ts";
import { relativeTime } from "./time.ts";

export interface EsmeOptions {
  system_id: string;
  /** At most 8 characters. */
  password: string;
  system_type?: string;
  /** What data_coding 0 means to this carrier; GSM 03.38 unless it says otherwise. */
  default_alphabet?: DefaultAlphabet;
  /** How our numbers and those of handsets are typed; international when not given. */
  source?: AddressKind;
  destination?: AddressKind;
  heartbeat?: Omit<Extract<IdleRule, { kind: "heartbeat" }>, "kind">;
  /** The carrier's own command_status values. */
  statuses?: StatusTable;
  /** The carrier's own `err:` values in receipts. */
  receipt_errors?: Readonly<Record<string, NonNullable<Report["reason"]>>>;
  /** The zone of the times in receipts, which name none: hours east of UTC. */
  utc_offset_ms?: number;
}

export const SMPP_HEARTBEAT = { after_ms: 30_000, answer_ms: 10_000, misses_max: 3 };

const BINDS = {
  both: "bind_transceiver",
  send: "bind_transmitter",
  receive: "bind_receiver",
} as const satisfies Record<Direction, Bind["command"]>;

/** Answers to a bind that will be the same next time; others, as "already bound", pass. */
const DENIALS = new Set<number>([
  status.bind_failed,
  status.invalid_password,
  status.invalid_system_id,
  status.invalid_system_type,
]);

/** Only what the last two bits ask for: 1 is a report of the final outcome (SMPP 3.4 §5.2.17). */
const FINAL_REPORT = 0x01;
/** The message types of esm_class that are reports: SMSC delivery receipt, and intermediate notification (§5.2.12). */
const MESSAGE_TYPE = 0x3c;
const RECEIPT = 0x04;
const NOTIFICATION = 0x20;

/** Our side of one SMPP connection. */
export class EsmeRole implements ClientRole<SmppPdu> {
  readonly dialect = smppDialect;
  readonly idle: IdleRule;
  readonly nextSequence = smppSequences();
  readonly #options: EsmeOptions;
  readonly #direction: Direction;
  readonly #default_alphabet: DefaultAlphabet;

  constructor(options: EsmeOptions, direction: Direction) {
    this.#options = options;
    this.#direction = direction;
    this.#default_alphabet = options.default_alphabet ?? "gsm7";
    this.idle = { kind: "heartbeat", ...SMPP_HEARTBEAT, ...options.heartbeat };
  }

  bind(sequence: number): Bind {
    const { system_id, password, system_type = "" } = this.#options;
    return {
      command: BINDS[this.#direction],
      sequence,
      status: status.ok,
      system_id,
      password,
      system_type,
      interface_version: 0x34,
      addr_ton: 0,
      addr_npi: 0,
      address_range: "",
    };
  }

  async login(session: Session<SmppPdu>): Promise<void> {
    const answer = await session.request(this.bind(session.nextSequence()));
    if (answer.status === status.ok) return;
    const code = statusCode(answer.status);
    throw DENIALS.has(answer.status) ? new LoginDenied(code) : new Error(`the bind failed: ${code}`);
  }

  submit(part: OutgoingPart, sequence: number): SmppPdu {
    const { source = INTERNATIONAL, destination = INTERNATIONAL } = this.#options;
    const data_coding = dataCodingOf(part.segment.coding, this.#default_alphabet);
    if (data_coding === null) throw new Unsubmittable("local:coding");
    const message = shortMessage(
      {
        service_type: part.service_id ?? "",
        source_addr: part.from,
        destination_addr: part.to,
        esm_class: part.segment.has_header ? HAS_HEADER : 0,
        validity_period: part.valid_ms === undefined ? "" : relativeTime(part.valid_ms),
        registered_delivery: part.report ? FINAL_REPORT : 0,
        data_coding,
        short_message: part.segment.user_data,
      },
      source,
      destination,
    );
    return Object.assign(message, { command: "submit_sm" as const, sequence, status: status.ok });
  }

  outcome(_request: SmppPdu, response: SmppPdu): SubmitOutcome {
    if (response.status !== status.ok) {
      const refusal = refusalOf(response.status, this.#options.statuses);
      return { outcome: "refused", refusal, code: statusCode(response.status) };
    }
    if (response.command !== "submit_sm_resp") return { outcome: "unknown" };
    return { outcome: "accepted", message_id: response.message_id };
  }

  receive(request: SmppPdu): Received<SmppPdu> {
    const { sequence } = request;
    if (request.command !== "deliver_sm") {
      const answer = { command: "generic_nack" as const, sequence, status: status.invalid_command };
      return { kind: "answered", answer };
    }
    const taken: SmppPdu = {
      command: "deliver_sm_resp",
      sequence,
      status: status.ok,
      message_id: "",
      tlvs: [],
    };
    const message_type = request.esm_class & MESSAGE_TYPE;
    if (message_type === RECEIPT || message_type === NOTIFICATION) {
      const report = this.#report(request);
      return report ? { kind: "report", report, taken } : { kind: "answered", answer: taken };
    }
    const part = {
      message_id: "",
      from: digits(request.source_addr),
      to: digits(request.destination_addr),
      coding: codingOf(request.data_coding, this.#default_alphabet),
      at_ms: null,
      ...userDataOf(request),
    };
    return { kind: "incoming", part, taken };
  }

  #report(request: DeliverSm): Report | null {
    const { utc_offset_ms = 0, receipt_errors = {} } = this.#options;
    return readReceipt(request, { utc_offset_ms, errors: receipt_errors });
  }
}

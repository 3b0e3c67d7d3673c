import type { Refusal } from "../peer/refusal.ts";

/** command_status (SMPP 3.4 §5.1.3), as far as this library says or understands it. */
export const status = {
  ok: 0x00,
  invalid_message_length: 0x01,
  invalid_command_length: 0x02,
  invalid_command: 0x03,
  incorrect_bind_status: 0x04,
  already_bound: 0x05,
  invalid_priority: 0x06,
  invalid_registered_delivery: 0x07,
  system_error: 0x08,
  invalid_source: 0x0a,
  invalid_destination: 0x0b,
  bind_failed: 0x0d,
  invalid_password: 0x0e,
  invalid_system_id: 0x0f,
  message_queue_full: 0x14,
  invalid_service_type: 0x15,
  invalid_esm_class: 0x43,
  submit_failed: 0x45,
  invalid_system_type: 0x53,
  throttled: 0x58,
  invalid_schedule: 0x61,
  invalid_expiry: 0x62,
  temporary_application_error: 0x64,
  permanent_application_error: 0x65,
  rejected_by_application: 0x66,
  invalid_tlv: 0xc0,
  missing_tlv: 0xc3,
  invalid_tlv_value: 0xc4,
  delivery_failure: 0xfe,
} as const;

const refusals: Readonly<Record<number, Refusal>> = {
  [status.invalid_message_length]: "bad_request",
  [status.invalid_command_length]: "bad_request",
  [status.invalid_command]: "bad_request",
  [status.incorrect_bind_status]: "denied",
  [status.invalid_priority]: "bad_request",
  [status.invalid_registered_delivery]: "bad_request",
  [status.system_error]: "throttled",
  [status.invalid_source]: "denied",
  [status.invalid_destination]: "number_unknown",
  [status.bind_failed]: "denied",
  [status.invalid_password]: "denied",
  [status.invalid_system_id]: "denied",
  [status.message_queue_full]: "throttled",
  [status.invalid_service_type]: "bad_request",
  [status.invalid_esm_class]: "bad_request",
  [status.throttled]: "throttled",
  [status.invalid_schedule]: "bad_request",
  [status.invalid_expiry]: "bad_request",
  [status.temporary_application_error]: "throttled",
  [status.invalid_tlv]: "bad_request",
  [status.missing_tlv]: "bad_request",
  [status.invalid_tlv_value]: "bad_request",
};

/** What a carrier's own codes mean, beside the standard's and before them. By the code, as in "smpp:0x00000400". */
export type StatusTable = Readonly<Record<string, Refusal>>;

export function statusCode(command_status: number): string {
  return `smpp:0x${command_status.toString(16).padStart(8, "0")}`;
}

export function refusalOf(command_status: number, own: StatusTable = {}): Refusal {
  return own[statusCode(command_status)] ?? refusals[command_status] ?? "unspecified";
}

const answers: Readonly<Record<Refusal, number>> = {
  throttled: status.throttled,
  number_unknown: status.invalid_destination,
  not_mine: status.invalid_destination,
  blocked: status.rejected_by_application,
  filtered: status.rejected_by_application,
  suspended: status.submit_failed,
  no_money: status.submit_failed,
  bad_request: status.invalid_message_length,
  denied: status.invalid_source,
  closed: status.system_error,
  unspecified: status.submit_failed,
};

/** The server's answer for a refusal: the code itself when it is one of SMPP. */
export function statusOf(refusal: Refusal, code: string): number {
  const own = /^smpp:0x([0-9a-f]{1,8})$/i.exec(code);
  const value = own ? Number.parseInt(own[1]!, 16) : 0;
  return value === 0 ? answers[refusal] : value;
}

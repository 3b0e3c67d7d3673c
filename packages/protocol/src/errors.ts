import type { FeiliaoError } from "./feiliao-error.ts";
import type { SmsReason } from "./sms/sms.ts";
import type { Challenge } from "./verification/proof-of-work.ts";

/**
 * Every error the server can answer, with what the caller should do about it.
 * The list is closed: anything unforeseen becomes `internal` in one place and is logged there.
 */
export const ERRORS = {
  bad_request: "The input does not have the documented shape. Repeating it unchanged cannot succeed.",
  unknown_operation: "No operation has this name.",
  unauthorized: "The token is missing, unknown or revoked. Sign in again.",
  hello_required: "The first frame on a socket must be session/hello.",
  not_found: "It does not exist, or the caller may not know whether it does.",
  method_not_allowed: "Operations are called with POST; this path answers another method.",
  too_large: "The body, frame or file is over its limit.",
  rate_limited: "Too many requests. Try again after retry_after_s seconds.",
  overloaded: "The server refused before doing anything. Try again after retry_after_s seconds.",
  storage_failed:
    "The server cannot store anything now. Nothing was acknowledged; keep the request and try again.",
  update_required: "This client is too old for the server.",
  number_invalid:
    "This is not a phone number that can exist. Write it with its country code, as in +8613800138000.",
  number_unsupported: "This server sends no codes to numbers of this country or kind.",
  sms_refused: "The carrier refused the message for this number.",
  sms_unavailable:
    "Nobody there can be reached by SMS now: no carrier, opted out, or out of quota; `reason` says which.",
  sms_price: "It costs more than was agreed to; `fen` is the price now. Nothing was written.",
  challenge_required:
    "Too few of the codes asked for from there are entered. Solve `challenge` and call again with the solution.",
  code_wrong: "The code is not the one that was sent.",
  code_expired: "The code is no longer valid. Request a new one.",
  pin_required: "This account has a registration PIN. Enter it together with the code.",
  pin_wrong: "The registration PIN is not right.",
  restore_required: "The account is to be deleted at `erase_at`. Signing in with `restore` keeps it.",
  device_limit: "The account has as many devices as it may, all of them in use. Sign one out first.",
  link_expired: "The link is no longer valid. Start a new one.",
  link_taken: "Another account has scanned this link before.",
  passkey_refused: "The passkey is not known here, or what it signed is not what was asked for.",
  passkey_limit: "The account has as many passkeys as it may. Remove one first.",
  number_taken: "Another account uses this number.",
  forbidden: "The caller is there, but has not the right to do this.",
  blocked: "The other person does not take messages from the caller.",
  muted: "An admin has muted the caller in this group, or only admins write in it.",
  too_late: "The message is too old for this.",
  target_gone: "The message that this refers to does not exist, is none, or has been recalled.",
  not_a_member: "One of the accounts is not what this needs it to be in the group.",
  group_full: "The group has as many members, admins, pins or edits as it may.",
  link_invalid: "The invite link does not exist, has been revoked, or has expired.",
  limit_reached: "The account has as many of these as it may.",
  schedule_range: "A message is scheduled for a time from 10 minutes to a year ahead.",
  idempotency_conflict:
    "This client_id was used for other content in this conversation. Nothing was written.",
  out_of_order: "An earlier send of this device has not arrived; `expected` is the device_seq that is due.",
  media_missing: "The message refers to a file that has not been uploaded by this account.",
  upload_offset: "The upload continues at another offset; `expected` says which.",
  upload_mismatch: "The uploaded bytes do not have the announced size or hash. The upload was discarded.",
  quota_exceeded: "The account keeps as many bytes on this server as it may.",
  talk_ended: "The talk has ended, so nothing can be added to it.",
  base_required: "The node does not have the base of the token. Send the same again, with the base.",
  internal: "Something unforeseen went wrong on the server. It has been logged.",
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** Errors that any operation may answer. */
export const COMMON_ERRORS: readonly ErrorCode[] = [
  "bad_request",
  "unauthorized",
  "rate_limited",
  "overloaded",
  "storage_failed",
  "internal",
];

/** HTTP status of each error, for `POST /v1/<area>/<operation>`. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  bad_request: 400,
  unknown_operation: 404,
  unauthorized: 401,
  hello_required: 401,
  not_found: 404,
  method_not_allowed: 405,
  too_large: 413,
  rate_limited: 429,
  overloaded: 503,
  storage_failed: 507,
  update_required: 426,
  number_invalid: 422,
  number_unsupported: 422,
  sms_refused: 422,
  sms_unavailable: 409,
  sms_price: 409,
  challenge_required: 403,
  code_wrong: 403,
  code_expired: 410,
  pin_required: 403,
  pin_wrong: 403,
  restore_required: 403,
  device_limit: 409,
  link_expired: 410,
  link_taken: 409,
  passkey_refused: 403,
  passkey_limit: 409,
  number_taken: 409,
  forbidden: 403,
  blocked: 403,
  muted: 403,
  too_late: 409,
  target_gone: 409,
  not_a_member: 409,
  group_full: 409,
  link_invalid: 410,
  limit_reached: 409,
  schedule_range: 422,
  idempotency_conflict: 409,
  out_of_order: 409,
  media_missing: 422,
  upload_offset: 409,
  upload_mismatch: 422,
  quota_exceeded: 507,
  talk_ended: 409,
  base_required: 409,
  internal: 500,
};

/** What travels when an operation fails. */
export interface ErrorBody {
  code: ErrorCode;
  /** For programmers, in English; people are shown a text of the client's own, chosen by `code`. */
  message: string;
  retry_after_s?: number;
  /** With `out_of_order` the device_seq that is due; with `upload_offset` the byte offset. */
  expected?: number;
  /** With `code_wrong` and `pin_wrong`: how many tries are left. */
  tries_left?: number;
  /** With `restore_required`: when the account is erased unless it is restored. */
  erase_at?: number;
  /** With `challenge_required`: what to solve. */
  challenge?: Challenge;
  /** With `sms_unavailable`: why nobody there can be reached by SMS. */
  reason?: SmsReason;
  /** With `sms_price`: what it costs now, in 0.01 CNY. */
  fen?: number;
}

export type ErrorDetails = Omit<ErrorBody, "code" | "message">;

export { FeiliaoError } from "./feiliao-error.ts";

/** What is told of a failure: in its own words, or in those of its code. */
export function errorBody({ code, message, details }: FeiliaoError): ErrorBody {
  return { code, message: message === code ? ERRORS[code] : message, ...details };
}

import { COMMON_ERRORS, ERRORS, type ErrorCode, HTTP_STATUS } from "../../errors.ts";
import { OPERATIONS } from "../../operations.ts";
import { heading, json, list, type Page, paragraph, table } from "../page.ts";
import { operationLink, prose } from "../prose.ts";
import { operationNames } from "./area-pages.ts";

const codes = Object.keys(ERRORS) as ErrorCode[];

export function errorsPage(): Page {
  return {
    slug: "errors",
    title: "Errors",
    part: "shared",
    blocks: [
      paragraph(
        "Every call has one of three results: an answer, an error of this list, or nothing at all. After nothing (the connection broke, the time was over) the call may or may not have been carried out: make it again with the same `client_id`, and the answer is the original one.",
      ),
      paragraph(
        "The list is closed. `code` is for programs, `message` for programmers; show people a text of your own.",
      ),
      json({ error: { code: "rate_limited", message: ERRORS.rate_limited, retry_after_s: 30 } }),
      list(
        "`retry_after_s`: seconds to wait before the same call can succeed.",
        "`expected`: with [`out_of_order`](errors#out_of_order) the `device_seq` that is due, with [`upload_offset`](errors#upload_offset) the offset or packet.",
        "`tries_left`: with [`code_wrong`](errors#code_wrong) and [`pin_wrong`](errors#pin_wrong), how many tries are left.",
        "`challenge`: with [`challenge_required`](errors#challenge_required), `{ challenge, bits, expires_in_s }`: find a `solution` of at most 16 characters so that the SHA-256 of `<challenge>:<solution>` begins with `bits` zero bits.",
        "`reason`: with [`sms_unavailable`](errors#sms_unavailable), why; `fen`: with [`sms_price`](errors#sms_price), the price now, in 0.01 CNY.",
      ),
      heading(2, "Common errors", "common"),
      paragraph("Any operation may answer these:"),
      list(...COMMON_ERRORS.map((code) => `[\`${code}\`](errors#${code})`)),
      heading(2, "All errors", "all-errors"),
      ...codes.flatMap((code) => [
        heading(3, code, code),
        paragraph(`HTTP ${HTTP_STATUS[code]}. ${prose(ERRORS[code])}`),
        ...answeredBy(code),
      ]),
      heading(2, "By HTTP status", "by-status"),
      table(["HTTP", "Errors"], statusRows()),
    ],
  };
}

function answeredBy(code: ErrorCode) {
  if (COMMON_ERRORS.includes(code)) return [paragraph("Any operation may answer it.")];
  const operations = operationNames.filter((name) => OPERATIONS[name].errors.some((error) => error === code));
  return operations.length === 0
    ? []
    : [paragraph(`Answered by ${operations.map(operationLink).join(", ")}.`)];
}

function statusRows(): string[][] {
  const byStatus = Map.groupBy(codes, (code) => HTTP_STATUS[code]);
  return [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, members]) => [
      String(status),
      members.map((code) => `[\`${code}\`](errors#${code})`).join(", "),
    ]);
}

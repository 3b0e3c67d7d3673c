import type { Report } from "../peer/report.ts";
import type { DeliverSm, Tlv } from "./pdu.ts";
import { receiptError, receiptReason } from "./receipt-error.ts";
import { digits } from "./short-message.ts";
import { receiptTime, receiptTimeOf } from "./time.ts";
import { tlv, tlvNumber, tlvText, tlvValue } from "./tlv.ts";

type State = Report["state"];

/** `stat:` and message_state (SMPP 3.4 appendix B, §5.2.28). */
const states: Readonly<Record<string, { number: number; state: State }>> = {
  ENROUTE: { number: 1, state: "buffered" },
  DELIVRD: { number: 2, state: "delivered" },
  EXPIRED: { number: 3, state: "expired" },
  DELETED: { number: 4, state: "failed" },
  UNDELIV: { number: 5, state: "failed" },
  ACCEPTD: { number: 6, state: "buffered" },
  UNKNOWN: { number: 7, state: "unknown" },
  REJECTD: { number: 8, state: "failed" },
};

const words: Readonly<Record<State, string>> = {
  delivered: "DELIVRD",
  failed: "UNDELIV",
  expired: "EXPIRED",
  unknown: "UNKNOWN",
  buffered: "ENROUTE",
};

export interface ReceiptReading {
  /** Of the carrier's clock, whose times name no zone. */
  utc_offset_ms: number;
  /** What the carrier's own `err:` values mean, before the usual ones: "069" → "suspended". */
  errors: Readonly<Record<string, NonNullable<Report["reason"]>>>;
}

/** Reads a receipt; null when it names no message, so that nothing can be learnt from it. */
export function readReceipt(pdu: DeliverSm, reading: ReceiptReading): Report | null {
  const text = receiptFields(pdu);
  const message_id = tlvText(pdu, "receipted_message_id") || text.id;
  if (!message_id) return null;
  const word = wordOf(tlvNumber(pdu, "message_state")) ?? text.stat?.toUpperCase().slice(0, 7) ?? "UNKNOWN";
  const state = states[word]?.state ?? "failed";
  const error = networkError(tlvValue(pdu, "network_error_code")) ?? text.err ?? "";
  return {
    message_id,
    to: digits(pdu.source_addr),
    ...(pdu.destination_addr !== "" && { from: digits(pdu.destination_addr) }),
    state,
    code: error === "" ? word : `${word}:${error}`,
    reason: receiptReason(state, word, error, reading.errors),
    at_ms: receiptTime(text["done date"] ?? "", reading.utc_offset_ms),
  };
}

/** The text and the TLVs of a receipt, which say the same. */
export function writeReceipt(
  report: Report,
  now_ms: number,
  utc_offset_ms: number,
): { short_message: Uint8Array; tlvs: Tlv[] } {
  const word = /^[A-Z]{7}(?=:|$)/.exec(report.code)?.[0] ?? words[report.state];
  const error = /:(\d{3})$/.exec(report.code)?.[1] ?? receiptError(report.reason);
  const at = receiptTimeOf(report.at_ms ?? now_ms, utc_offset_ms);
  const delivered = report.state === "delivered" ? "001" : "000";
  const text = `id:${report.message_id} sub:001 dlvrd:${delivered} submit date:${at} done date:${at} stat:${word} err:${error} text:`;
  return {
    short_message: Buffer.from(text, "latin1"),
    tlvs: [
      tlv("receipted_message_id", Buffer.from(`${report.message_id}\0`, "latin1")),
      tlv("message_state", Uint8Array.of(states[word]?.number ?? states[words[report.state]]!.number)),
    ],
  };
}

/** The text of a receipt by its keys; carriers agree on these, and on nothing else about it. */
function receiptFields(pdu: DeliverSm): Partial<Record<string, string>> {
  const bytes = pdu.short_message.length > 0 ? pdu.short_message : tlvValue(pdu, "message_payload");
  const text = Buffer.from(bytes ?? []).toString("latin1");
  const found = text.matchAll(/\b(id|submit date|done date|stat|err):\s*([^\s]*)/gi);
  const fields: Partial<Record<string, string>> = {};
  for (const [, key, value] of found) fields[key!.toLowerCase()] ??= value!;
  return fields;
}

function wordOf(message_state: number | undefined): string | undefined {
  return Object.keys(states).find((word) => states[word]!.number === message_state);
}

/** network_error_code is the network's type and a 16-bit code (§5.3.2.31). */
function networkError(value: Uint8Array | undefined): string | undefined {
  if (value?.length !== 3) return undefined;
  return String(value[1]! * 256 + value[2]!).padStart(3, "0");
}

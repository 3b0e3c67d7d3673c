import { hex } from "../octets/field.ts";
import { OctetReader } from "../octets/reader.ts";
import { OctetWriter } from "../octets/writer.ts";

/** What a DELIVER with IsReport 1 carries. */
export interface SmgpReceipt {
  /** 20 digits, see pdu.ts. */
  msg_id: string;
  /** YYMMDDHHMM, China Standard Time. */
  submit_date: string;
  done_date: string;
  /** Seven characters, see mainland/gateway-code.ts. */
  stat: string;
  /** Three digits: why. */
  err: string;
}

const ID = "id:";
const ID_BYTES = 10;
const msg_id = hex(ID_BYTES);
const TEXT_BYTES = 20;

/**
 * The id is ten raw octets in the midst of text and may look like anything, so it is taken by its place and the rest by
 * its keys; gateways differ in the case of the keys and write "submit date" and "submit_date". Null when it is no
 * report.
 */
export function readSmgpReceipt(content: Uint8Array): SmgpReceipt | null {
  const from = new OctetReader(content);
  if (content.length < ID.length + ID_BYTES || from.text(ID.length).toLowerCase() !== ID) return null;
  const id = msg_id.read(from);
  const keys = from.text(from.remaining_bytes);
  const value = (key: string) => new RegExp(`\\b${key}:\\s*(\\S+)`, "i").exec(keys)?.[1];
  const stat = value("stat");
  if (stat === undefined) return null;
  return {
    msg_id: id,
    submit_date: value("submit[ _]date") ?? "",
    done_date: value("done[ _]date") ?? "",
    stat,
    err: value("err") ?? "",
  };
}

/** 122 octets. */
export function writeSmgpReceipt(receipt: SmgpReceipt): Uint8Array {
  const { submit_date, done_date, stat, err } = receipt;
  const keys = ` sub:001 dlvrd:001 submit date:${submit_date} done date:${done_date} stat:${stat} err:${err} text:`;
  const to = new OctetWriter();
  to.text(ID, ID.length);
  msg_id.write(to, receipt.msg_id);
  to.text(keys, keys.length);
  to.text("".padEnd(TEXT_BYTES), TEXT_BYTES);
  return to.written();
}

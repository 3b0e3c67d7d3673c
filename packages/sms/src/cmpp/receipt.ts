import { fields, text, u32, u64 } from "../octets/field.ts";
import { OctetReader } from "../octets/reader.ts";
import { OctetWriter } from "../octets/writer.ts";
import type { CmppLayout } from "./codec.ts";

/** What a DELIVER with Registered_Delivery 1 carries. */
export interface CmppReceipt {
  msg_id: bigint;
  /** Seven characters, see mainland/gateway-code.ts. */
  stat: string;
  /** YYMMDDHHMM, China Standard Time. */
  submit_time: string;
  done_time: string;
  dest_terminal_id: string;
  smsc_sequence: number;
}

function receipt(layout: CmppLayout) {
  return fields<CmppReceipt>({
    msg_id: u64,
    stat: text(7),
    submit_time: text(10),
    done_time: text(10),
    dest_terminal_id: text(layout === 3 ? 32 : 21),
    smsc_sequence: u32,
  });
}

const RECEIPTS = { 2: receipt(2), 3: receipt(3) } as const;

/** Gateways write either form in either version, so its length decides: 60 or 71 octets. Null for any other. */
export function readCmppReceipt(content: Uint8Array): CmppReceipt | null {
  if (content.length !== 60 && content.length !== 71) return null;
  return RECEIPTS[content.length === 60 ? 2 : 3].read(new OctetReader(content));
}

export function writeCmppReceipt(value: CmppReceipt, layout: CmppLayout): Uint8Array {
  const to = new OctetWriter();
  RECEIPTS[layout].write(to, value);
  return to.written();
}

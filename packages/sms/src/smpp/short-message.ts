import type { ShortMessage } from "./pdu.ts";
import { tlv } from "./tlv.ts";

/** Type of number and numbering plan (SMPP 3.4 §5.2.5–6). */
export interface AddressKind {
  ton: number;
  npi: number;
}

export const INTERNATIONAL: AddressKind = { ton: 1, npi: 1 };
const ALPHANUMERIC: AddressKind = { ton: 5, npi: 0 };

const SHORT_MESSAGE_BYTES_MAX = 254;

/** A message with everything that matters; the rest is as if it were not there. A sender with letters is typed so. */
export function shortMessage(
  given: Pick<ShortMessage, "source_addr" | "destination_addr" | "short_message"> & Partial<ShortMessage>,
  source: AddressKind,
  destination: AddressKind,
): ShortMessage {
  const sender = /^\+?\d*$/.test(given.source_addr) ? source : ALPHANUMERIC;
  const long = given.short_message.length > SHORT_MESSAGE_BYTES_MAX;
  return {
    service_type: "",
    source_addr_ton: sender.ton,
    source_addr_npi: sender.npi,
    dest_addr_ton: destination.ton,
    dest_addr_npi: destination.npi,
    esm_class: 0,
    protocol_id: 0,
    priority_flag: 0,
    schedule_delivery_time: "",
    validity_period: "",
    registered_delivery: 0,
    replace_if_present_flag: 0,
    data_coding: 0,
    sm_default_msg_id: 0,
    ...given,
    tlvs: long ? [...(given.tlvs ?? []), tlv("message_payload", given.short_message)] : (given.tlvs ?? []),
    short_message: long ? new Uint8Array(0) : given.short_message,
  };
}

/** Digits without plus, whatever the peer wrote. */
export function digits(address: string): string {
  return address.replace(/^\+/, "");
}

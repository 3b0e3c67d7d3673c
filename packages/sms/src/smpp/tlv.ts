import type { Field } from "../octets/field.ts";
import type { Tlv } from "./pdu.ts";

/** Tags of optional parameters (SMPP 3.4 §5.3.2). */
export const tags = {
  receipted_message_id: 0x001e,
  user_message_reference: 0x0204,
  sar_msg_ref_num: 0x020c,
  sar_total_segments: 0x020e,
  sar_segment_seqnum: 0x020f,
  sc_interface_version: 0x0210,
  network_error_code: 0x0423,
  message_payload: 0x0424,
  message_state: 0x0427,
} as const;

const NONE: readonly Tlv[] = [];

/** Optional parameters, up to the end of the PDU. */
export const tlvs: Field<readonly Tlv[]> = {
  read(from) {
    if (from.remaining_bytes === 0) return NONE;
    const found: Tlv[] = [];
    while (from.remaining_bytes > 0) {
      const tag = from.u16();
      found.push({ tag, value: from.octets(from.u16()) });
    }
    return found;
  },
  write(to, values) {
    for (const { tag, value } of values) {
      to.u16(tag);
      to.u16(value.length);
      to.octets(value);
    }
  },
};

export function tlv(tag: keyof typeof tags, value: Uint8Array): Tlv {
  return { tag: tags[tag], value };
}

export function tlvValue(of: { tlvs: readonly Tlv[] }, tag: keyof typeof tags): Uint8Array | undefined {
  return of.tlvs.find((each) => each.tag === tags[tag])?.value;
}

/** A C-string in a TLV; some peers leave the NUL out. */
export function tlvText(of: { tlvs: readonly Tlv[] }, tag: keyof typeof tags): string | undefined {
  const value = tlvValue(of, tag);
  return value && Buffer.from(value).toString("latin1").replace(/\0.*$/s, "");
}

/** An unsigned integer of whatever width the peer gave it. */
export function tlvNumber(of: { tlvs: readonly Tlv[] }, tag: keyof typeof tags): number | undefined {
  return tlvValue(of, tag)?.reduce((number, octet) => number * 256 + octet, 0);
}

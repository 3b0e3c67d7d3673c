import { type Field, fields, sized, u16 } from "../octets/field.ts";

/** An optional parameter. Unknown tags are kept as they came. */
export interface Tlv {
  tag: number;
  value: Uint8Array;
}

/** The tags of SMGP 3.0. */
export const smgpTag = {
  tp_pid: 0x0001,
  tp_udhi: 0x0002,
  link_id: 0x0003,
  charge_user_type: 0x0004,
  charge_term_type: 0x0005,
  charge_term_pseudo: 0x0006,
  dest_term_type: 0x0007,
  dest_term_pseudo: 0x0008,
  pk_total: 0x0009,
  pk_number: 0x000a,
  submit_msg_type: 0x000b,
  sp_deal_result: 0x000c,
  src_term_type: 0x000d,
  src_term_pseudo: 0x000e,
  nodes_count: 0x000f,
  msg_src: 0x0010,
  src_type: 0x0011,
  m_service_id: 0x0012,
} as const;

export const tlv: Field<Tlv> = fields({ tag: u16, value: sized(u16) });

/** The value of a parameter of one octet; 0, which all of them have by default, when it is not there. */
export function octetOf(tlvs: readonly Tlv[], tag: number): number {
  return tlvs.find((parameter) => parameter.tag === tag)?.value[0] ?? 0;
}

export function octetTlv(tag: number, octet: number): Tlv {
  return { tag, value: Uint8Array.of(octet) };
}

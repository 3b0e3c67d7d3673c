import {
  absent,
  counted,
  type Field,
  fields,
  octets,
  sized,
  text,
  thenReserved,
  u8,
  u32,
  u64,
} from "../octets/field.ts";
import { type PduCodec, type PduLayout, pduCodec } from "../octets/pdu-codec.ts";
import type { CmppPdu, KnownCmppPdu } from "./pdu.ts";

/** Which of the two layouts: 2.0, 2.1 and so on share one. */
export type CmppLayout = 2 | 3;

export const cmppCommands = {
  connect: 0x0000_0001,
  connect_resp: 0x8000_0001,
  terminate: 0x0000_0002,
  terminate_resp: 0x8000_0002,
  submit: 0x0000_0004,
  submit_resp: 0x8000_0004,
  deliver: 0x0000_0005,
  deliver_resp: 0x8000_0005,
  query: 0x0000_0006,
  query_resp: 0x8000_0006,
  cancel: 0x0000_0007,
  cancel_resp: 0x8000_0007,
  active_test: 0x0000_0008,
  active_test_resp: 0x8000_0008,
} as const;

function bodies(layout: CmppLayout): PduLayout<KnownCmppPdu>["bodies"] {
  const status = layout === 3 ? u32 : u8;
  const terminal_id = text(layout === 3 ? 32 : 21);
  const terminal_type = layout === 3 ? u8 : absent(0);
  const link_id: Field<string> = layout === 3 ? text(20) : thenReserved(absent(""), 8);
  const query = { time: text(8), query_type: u8, query_code: text(10) };
  return {
    connect: fields({ source_addr: text(6), authenticator_source: octets(16), version: u8, timestamp: u32 }),
    connect_resp: fields({ status, authenticator_ismg: octets(16), version: u8 }),
    terminate: fields({}),
    terminate_resp: fields({}),
    submit: fields({
      msg_id: u64,
      pk_total: u8,
      pk_number: u8,
      registered_delivery: u8,
      msg_level: u8,
      service_id: text(10),
      fee_user_type: u8,
      fee_terminal_id: terminal_id,
      fee_terminal_type: terminal_type,
      tp_pid: u8,
      tp_udhi: u8,
      msg_fmt: u8,
      msg_src: text(6),
      fee_type: text(2),
      fee_code: text(6),
      valid_time: text(17),
      at_time: text(17),
      src_id: text(21),
      dest_terminal_ids: counted(terminal_id),
      dest_terminal_type: terminal_type,
      msg_content: sized(u8),
      link_id,
    }),
    submit_resp: fields({ msg_id: u64, result: status }),
    deliver: fields({
      msg_id: u64,
      dest_id: text(21),
      service_id: text(10),
      tp_pid: u8,
      tp_udhi: u8,
      msg_fmt: u8,
      src_terminal_id: terminal_id,
      src_terminal_type: terminal_type,
      registered_delivery: u8,
      msg_content: sized(u8),
      link_id,
    }),
    deliver_resp: fields({ msg_id: u64, result: status }),
    query: fields({ ...query, query_code: thenReserved(query.query_code, 8) }),
    query_resp: fields({
      ...query,
      mt_tlmsg: u32,
      mt_tlusr: u32,
      mt_scs: u32,
      mt_wt: u32,
      mt_fl: u32,
      mo_scs: u32,
      mo_wt: u32,
      mo_fl: thenReserved(u32, 8),
    }),
    cancel: fields({ msg_id: u64 }),
    cancel_resp: fields({ success_id: status }),
    // The answer has one reserved octet, the test has none.
    active_test: fields({}),
    active_test_resp: thenReserved(fields({}), 1),
  };
}

/** Of each version. A PDU of the other version is malformed. */
export const cmppCodecs: Readonly<Record<CmppLayout, PduCodec<CmppPdu>>> = {
  2: pduCodec<KnownCmppPdu>({ commands: cmppCommands, sequence: u32, bodies: bodies(2) }),
  3: pduCodec<KnownCmppPdu>({ commands: cmppCommands, sequence: u32, bodies: bodies(3) }),
};

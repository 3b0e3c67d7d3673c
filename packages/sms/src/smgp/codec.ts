import {
  counted,
  type Field,
  fields,
  hex,
  octets,
  sized,
  text,
  thenReserved,
  u8,
  u32,
  untilEnd,
} from "../octets/field.ts";
import { pduCodec } from "../octets/pdu-codec.ts";
import type { KnownSmgpPdu } from "./pdu.ts";
import { type Tlv, tlv } from "./tlv.ts";

export const smgpCommands = {
  login: 0x0000_0001,
  login_resp: 0x8000_0001,
  submit: 0x0000_0002,
  submit_resp: 0x8000_0002,
  deliver: 0x0000_0003,
  deliver_resp: 0x8000_0003,
  active_test: 0x0000_0004,
  active_test_resp: 0x8000_0004,
  exit: 0x0000_0006,
  exit_resp: 0x8000_0006,
} as const;

const msg_id = hex(10);
const msg_content = thenReserved(sized(u8), 8);
const tlvs: Field<Tlv[]> = untilEnd(tlv);

export const smgpCodec = pduCodec<KnownSmgpPdu>({
  commands: smgpCommands,
  sequence: u32,
  bodies: {
    login: fields({
      client_id: text(8),
      authenticator_client: octets(16),
      login_mode: u8,
      timestamp: u32,
      client_version: u8,
    }),
    login_resp: fields({ status: u32, authenticator_server: octets(16), server_version: u8 }),
    submit: fields({
      msg_type: u8,
      need_report: u8,
      priority: u8,
      service_id: text(10),
      fee_type: text(2),
      fee_code: text(6),
      fixed_fee: text(6),
      msg_format: u8,
      valid_time: text(17),
      at_time: text(17),
      src_term_id: text(21),
      charge_term_id: text(21),
      dest_term_ids: counted(text(21)),
      msg_content,
      tlvs,
    }),
    submit_resp: fields({ msg_id, status: u32 }),
    deliver: fields({
      msg_id,
      is_report: u8,
      msg_format: u8,
      recv_time: text(14),
      src_term_id: text(21),
      dest_term_id: text(21),
      msg_content,
      tlvs,
    }),
    deliver_resp: fields({ msg_id, status: u32 }),
    active_test: fields({}),
    active_test_resp: fields({}),
    exit: fields({}),
    exit_resp: fields({}),
  },
});

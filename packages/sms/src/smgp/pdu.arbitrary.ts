import fc from "fast-check";
import { arbitrary } from "../octets/field.arbitrary.ts";
import type { SmgpPdu } from "./pdu.ts";

const { u8, u16, u32, hex, text, octets } = arbitrary;
const sequence = u32;
const msg_id = hex(10);
const msg_content = octets(0, 255);
const tlvs = fc.array(fc.record({ tag: u16, value: octets(0, 300) }), { maxLength: 6 });

/** Every PDU, by command, for tests. */
export const smgpPdus: Record<SmgpPdu["command"], fc.Arbitrary<SmgpPdu>> = {
  unknown: fc.record({
    command: fc.constant("unknown"),
    sequence,
    command_id: fc.constantFrom(0x5, 0x8000_0005, 0x9),
    body: octets(0, 50),
  }),
  login: fc.record({
    command: fc.constant("login"),
    sequence,
    client_id: text(8),
    authenticator_client: octets(16),
    login_mode: u8,
    timestamp: u32,
    client_version: u8,
  }),
  login_resp: fc.record({
    command: fc.constant("login_resp"),
    sequence,
    status: u32,
    authenticator_server: octets(16),
    server_version: u8,
  }),
  submit: fc.record({
    command: fc.constant("submit"),
    sequence,
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
    dest_term_ids: fc.array(text(21), { maxLength: 100 }),
    msg_content,
    tlvs,
  }),
  submit_resp: fc.record({ command: fc.constant("submit_resp"), sequence, msg_id, status: u32 }),
  deliver: fc.record({
    command: fc.constant("deliver"),
    sequence,
    msg_id,
    is_report: u8,
    msg_format: u8,
    recv_time: text(14),
    src_term_id: text(21),
    dest_term_id: text(21),
    msg_content,
    tlvs,
  }),
  deliver_resp: fc.record({ command: fc.constant("deliver_resp"), sequence, msg_id, status: u32 }),
  active_test: fc.record({ command: fc.constant("active_test"), sequence }),
  active_test_resp: fc.record({ command: fc.constant("active_test_resp"), sequence }),
  exit: fc.record({ command: fc.constant("exit"), sequence }),
  exit_resp: fc.record({ command: fc.constant("exit_resp"), sequence }),
};

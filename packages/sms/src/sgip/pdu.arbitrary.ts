import fc from "fast-check";
import { arbitrary } from "../octets/field.arbitrary.ts";
import type { SgipPdu, SgipResponse, SgipSequence } from "./pdu.ts";

const { u8, u32, text, octets } = arbitrary;
const sequence: fc.Arbitrary<SgipSequence> = fc.tuple(u32, u32, u32);
const message_content = octets(0, 2000);

function response<Command extends SgipResponse["command"]>(command: Command) {
  return fc.record({ command: fc.constant(command), sequence, result: u8 });
}

/** Every PDU, by command, for tests. */
export const sgipPdus: Record<SgipPdu["command"], fc.Arbitrary<SgipPdu>> = {
  unknown: fc.record({
    command: fc.constant("unknown"),
    sequence,
    command_id: fc.constantFrom(0x11, 0x8000_0011, 0x1000),
    body: octets(0, 50),
  }),
  bind: fc.record({
    command: fc.constant("bind"),
    sequence,
    login_type: u8,
    login_name: text(16),
    login_password: text(16),
  }),
  bind_resp: response("bind_resp"),
  unbind: fc.record({ command: fc.constant("unbind"), sequence }),
  unbind_resp: fc.record({ command: fc.constant("unbind_resp"), sequence }),
  submit: fc.record({
    command: fc.constant("submit"),
    sequence,
    sp_number: text(21),
    charge_number: text(21),
    user_numbers: fc.array(text(21), { maxLength: 100 }),
    corp_id: text(5),
    service_type: text(10),
    fee_type: u8,
    fee_value: text(6),
    given_value: text(6),
    agent_flag: u8,
    morelateto_mt_flag: u8,
    priority: u8,
    expire_time: text(16),
    schedule_time: text(16),
    report_flag: u8,
    tp_pid: u8,
    tp_udhi: u8,
    message_coding: u8,
    message_type: u8,
    message_content,
  }),
  submit_resp: response("submit_resp"),
  deliver: fc.record({
    command: fc.constant("deliver"),
    sequence,
    user_number: text(21),
    sp_number: text(21),
    tp_pid: u8,
    tp_udhi: u8,
    message_coding: u8,
    message_content,
  }),
  deliver_resp: response("deliver_resp"),
  report: fc.record({
    command: fc.constant("report"),
    sequence,
    submit_sequence: sequence,
    report_type: u8,
    user_number: text(21),
    state: u8,
    error_code: u8,
  }),
  report_resp: response("report_resp"),
};

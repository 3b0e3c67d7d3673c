import fc from "fast-check";
import { arbitrary } from "../octets/field.arbitrary.ts";
import type { CmppLayout } from "./codec.ts";
import type { CmppPdu } from "./pdu.ts";

/** Every PDU that a version can write, by command, for tests. */
export function cmppPdus(layout: CmppLayout): Record<CmppPdu["command"], fc.Arbitrary<CmppPdu>> {
  const { u8, u32, u64, text, octets } = arbitrary;
  const sequence = u32;
  const is3 = layout === 3;
  const status = is3 ? u32 : u8;
  const terminal_id = text(is3 ? 32 : 21);
  const terminal_type = is3 ? u8 : fc.constant(0);
  const link_id = is3 ? text(20) : fc.constant("");
  const query = { time: text(8), query_type: u8, query_code: text(10) };
  const command = <Name extends string>(name: Name) => fc.constant(name);
  return {
    unknown: fc.record({
      command: command("unknown"),
      sequence,
      command_id: fc.constantFrom(0x9, 0x8000_0009, 0xffff_ffff),
      body: octets(0, 50),
    }),
    connect: fc.record({
      command: command("connect"),
      sequence,
      source_addr: text(6),
      authenticator_source: octets(16),
      version: u8,
      timestamp: u32,
    }),
    connect_resp: fc.record({
      command: command("connect_resp"),
      sequence,
      status,
      authenticator_ismg: octets(16),
      version: u8,
    }),
    terminate: fc.record({ command: command("terminate"), sequence }),
    terminate_resp: fc.record({ command: command("terminate_resp"), sequence }),
    submit: fc.record({
      command: command("submit"),
      sequence,
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
      dest_terminal_ids: fc.array(terminal_id, { maxLength: 99 }),
      dest_terminal_type: terminal_type,
      msg_content: octets(0, 255),
      link_id,
    }),
    submit_resp: fc.record({ command: command("submit_resp"), sequence, msg_id: u64, result: status }),
    deliver: fc.record({
      command: command("deliver"),
      sequence,
      msg_id: u64,
      dest_id: text(21),
      service_id: text(10),
      tp_pid: u8,
      tp_udhi: u8,
      msg_fmt: u8,
      src_terminal_id: terminal_id,
      src_terminal_type: terminal_type,
      registered_delivery: u8,
      msg_content: octets(0, 255),
      link_id,
    }),
    deliver_resp: fc.record({ command: command("deliver_resp"), sequence, msg_id: u64, result: status }),
    query: fc.record({ command: command("query"), sequence, ...query }),
    query_resp: fc.record({
      command: command("query_resp"),
      sequence,
      ...query,
      mt_tlmsg: u32,
      mt_tlusr: u32,
      mt_scs: u32,
      mt_wt: u32,
      mt_fl: u32,
      mo_scs: u32,
      mo_wt: u32,
      mo_fl: u32,
    }),
    cancel: fc.record({ command: command("cancel"), sequence, msg_id: u64 }),
    cancel_resp: fc.record({ command: command("cancel_resp"), sequence, success_id: status }),
    active_test: fc.record({ command: command("active_test"), sequence }),
    active_test_resp: fc.record({ command: command("active_test_resp"), sequence }),
  };
}

import fc from "fast-check";
import type { SmppPdu } from "./pdu.ts";

const text = (size_bytes: number) =>
  fc.string({
    unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: size_bytes - 1,
    size: "max",
  });
const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const octets = (maxLength: number) => fc.uint8Array({ maxLength, size: "max" });
const tlvs = fc.array(fc.record({ tag: u16, value: octets(300) }), { maxLength: 4 });
const header = { sequence: u32, status: u32 };

const shortMessage = {
  ...header,
  service_type: text(6),
  source_addr_ton: u8,
  source_addr_npi: u8,
  source_addr: text(21),
  dest_addr_ton: u8,
  dest_addr_npi: u8,
  destination_addr: text(21),
  esm_class: u8,
  protocol_id: u8,
  priority_flag: u8,
  schedule_delivery_time: text(17),
  validity_period: text(17),
  registered_delivery: u8,
  replace_if_present_flag: u8,
  data_coding: u8,
  sm_default_msg_id: u8,
  short_message: octets(255),
  tlvs,
};

/** Every PDU of SMPP that this library speaks, with any values, and commands that it does not speak. */
export const anyPdu: fc.Arbitrary<SmppPdu> = fc.oneof(
  fc.record({
    ...header,
    command: fc.constantFrom("bind_transmitter", "bind_receiver", "bind_transceiver"),
    system_id: text(16),
    password: text(9),
    system_type: text(13),
    interface_version: u8,
    addr_ton: u8,
    addr_npi: u8,
    address_range: text(41),
  }),
  fc.record({
    ...header,
    command: fc.constantFrom("bind_transmitter_resp", "bind_receiver_resp", "bind_transceiver_resp"),
    system_id: text(16),
    tlvs,
  }),
  fc.record({ ...shortMessage, command: fc.constant("submit_sm") }),
  fc.record({ ...shortMessage, command: fc.constant("deliver_sm") }),
  fc.record({
    ...header,
    command: fc.constantFrom("submit_sm_resp", "deliver_sm_resp"),
    message_id: text(65),
    tlvs,
  }),
  fc.record({
    ...header,
    command: fc.constantFrom("unbind", "unbind_resp", "enquire_link", "enquire_link_resp", "generic_nack"),
  }),
  fc.record({
    ...header,
    command: fc.constant("unknown"),
    command_id: fc.constantFrom(0x03, 0x0b, 0x21, 0x102, 0x103, 0x8000_0103),
    body: octets(100),
  }),
) as fc.Arbitrary<SmppPdu>;

import type { ShortMessage, SmppPdu } from "../../src/smpp/pdu.ts";
import { tlv } from "../../src/smpp/tlv.ts";

const ok = { sequence: 1, status: 0 };

const bind = {
  ...{ system_id: "feiliao", password: "secret", system_type: "", interface_version: 0x34 },
  ...{ addr_ton: 0, addr_npi: 0, address_range: "" },
};

const message: ShortMessage = {
  ...{ service_type: "", protocol_id: 0, priority_flag: 0, replace_if_present_flag: 0, sm_default_msg_id: 0 },
  ...{ source_addr_ton: 0, source_addr_npi: 1, source_addr: "1065500100" },
  ...{ dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: "8613800138000" },
  ...{ schedule_delivery_time: "", validity_period: "000001000000000R", registered_delivery: 1 },
  ...{ esm_class: 0, data_coding: 8, short_message: Uint8Array.of(0x98, 0xde, 0x80, 0x4a), tlvs: [] },
};

const receipt =
  "id:0123456789 sub:001 dlvrd:000 submit date:2611222000 done date:2611222001 stat:UNDELIV err:001 text:";

/** PDUs of every command, to begin with. */
export const SMPP_PDUS: readonly SmppPdu[] = [
  { command: "bind_transceiver", ...ok, ...bind },
  {
    command: "bind_transceiver_resp",
    ...ok,
    system_id: "smsc",
    tlvs: [tlv("sc_interface_version", Uint8Array.of(0x34))],
  },
  { command: "submit_sm", ...ok, ...message },
  {
    ...{ command: "submit_sm", ...ok, ...message, short_message: new Uint8Array(0) },
    tlvs: [
      tlv("message_payload", new Uint8Array(200).fill(0x41)),
      tlv("sar_msg_ref_num", Uint8Array.of(0x12, 0x34)),
      tlv("sar_total_segments", Uint8Array.of(2)),
      tlv("sar_segment_seqnum", Uint8Array.of(1)),
    ],
  },
  { command: "submit_sm_resp", ...ok, message_id: "0123456789", tlvs: [] },
  {
    ...{ command: "deliver_sm", ...ok, ...message, esm_class: 4, data_coding: 0 },
    short_message: new Uint8Array(Buffer.from(receipt, "latin1")),
    tlvs: [
      tlv("receipted_message_id", new Uint8Array(Buffer.from("0123456789\0", "latin1"))),
      tlv("message_state", Uint8Array.of(5)),
      tlv("network_error_code", Uint8Array.of(3, 0, 1)),
    ],
  },
  { command: "deliver_sm_resp", ...ok, message_id: "", tlvs: [] },
  { command: "enquire_link", ...ok },
  { command: "generic_nack", ...ok, status: 3 },
  { command: "unbind", ...ok },
  { command: "unknown", ...ok, command_id: 0x103, body: Uint8Array.of(1, 2, 3) },
];

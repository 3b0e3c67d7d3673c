// The PDUs of SMPP 3.4 (Issue 1.2, §4), as far as carriers and their customers use them, with the names of the standard.

interface Header<Command extends string> {
  command: Command;
  sequence: number;
  /** command_status: 0 in every request. */
  status: number;
}

export interface Tlv {
  tag: number;
  value: Uint8Array;
}

export interface Bind extends Header<"bind_transmitter" | "bind_receiver" | "bind_transceiver"> {
  system_id: string;
  password: string;
  system_type: string;
  /** 0x34 is version 3.4. */
  interface_version: number;
  addr_ton: number;
  addr_npi: number;
  address_range: string;
}

export interface BindResp
  extends Header<"bind_transmitter_resp" | "bind_receiver_resp" | "bind_transceiver_resp"> {
  system_id: string;
  tlvs: readonly Tlv[];
}

/** A message in either direction: submit_sm to the carrier, deliver_sm from it (§4.4, §4.6). */
export interface ShortMessage {
  service_type: string;
  source_addr_ton: number;
  source_addr_npi: number;
  source_addr: string;
  dest_addr_ton: number;
  dest_addr_npi: number;
  destination_addr: string;
  esm_class: number;
  protocol_id: number;
  priority_flag: number;
  schedule_delivery_time: string;
  validity_period: string;
  registered_delivery: number;
  replace_if_present_flag: number;
  data_coding: number;
  sm_default_msg_id: number;
  /** At most 254 bytes; longer ones go into the TLV message_payload. */
  short_message: Uint8Array;
  tlvs: readonly Tlv[];
}

export interface SubmitSm extends Header<"submit_sm">, ShortMessage {}

export interface DeliverSm extends Header<"deliver_sm">, ShortMessage {}

export interface MessageResp extends Header<"submit_sm_resp" | "deliver_sm_resp"> {
  message_id: string;
  tlvs: readonly Tlv[];
}

/** PDUs that are nothing but their header. */
export type Bare = Header<"unbind" | "unbind_resp" | "enquire_link" | "enquire_link_resp" | "generic_nack">;

/** A command that this library does not speak; its body is not looked into. */
export interface UnknownCommand extends Header<"unknown"> {
  command_id: number;
  body: Uint8Array;
}

export type SmppPdu = Bind | BindResp | SubmitSm | DeliverSm | MessageResp | Bare | UnknownCommand;

export const commandIds = {
  generic_nack: 0x8000_0000,
  bind_receiver: 0x0000_0001,
  bind_receiver_resp: 0x8000_0001,
  bind_transmitter: 0x0000_0002,
  bind_transmitter_resp: 0x8000_0002,
  submit_sm: 0x0000_0004,
  submit_sm_resp: 0x8000_0004,
  deliver_sm: 0x0000_0005,
  deliver_sm_resp: 0x8000_0005,
  unbind: 0x0000_0006,
  unbind_resp: 0x8000_0006,
  bind_transceiver: 0x0000_0009,
  bind_transceiver_resp: 0x8000_0009,
  enquire_link: 0x0000_0015,
  enquire_link_resp: 0x8000_0015,
} as const satisfies Record<Exclude<SmppPdu["command"], "unknown">, number>;

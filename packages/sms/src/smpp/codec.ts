import { type Field, fields, octets, sized, u8 } from "../octets/field.ts";
import { OctetReader, UnreadableOctets } from "../octets/reader.ts";
import { OctetWriter } from "../octets/writer.ts";
import { MalformedPdu, type RawHeader } from "../session/malformed-pdu.ts";
import { cString, optionalCString } from "./c-string.ts";
import { commandIds, type ShortMessage, type SmppPdu } from "./pdu.ts";
import { tlvs } from "./tlv.ts";

export const HEADER_BYTES = 16;

type Command = keyof typeof commandIds;
type PduOf<C, Pdu = SmppPdu> = Pdu extends { command: string }
  ? C extends Pdu["command"]
    ? Pdu
    : never
  : never;
type Bodies = { readonly [C in Command]: Field<Omit<PduOf<C>, "command" | "sequence" | "status">> };

const bind = fields({
  system_id: cString(16),
  password: cString(9),
  system_type: cString(13),
  interface_version: u8,
  addr_ton: u8,
  addr_npi: u8,
  address_range: cString(41),
});
const bindResp = fields({ system_id: optionalCString(16), tlvs });
const shortMessage = fields<ShortMessage>({
  service_type: cString(6),
  source_addr_ton: u8,
  source_addr_npi: u8,
  source_addr: cString(21),
  dest_addr_ton: u8,
  dest_addr_npi: u8,
  destination_addr: cString(21),
  esm_class: u8,
  protocol_id: u8,
  priority_flag: u8,
  schedule_delivery_time: cString(17),
  validity_period: cString(17),
  registered_delivery: u8,
  replace_if_present_flag: u8,
  data_coding: u8,
  sm_default_msg_id: u8,
  short_message: sized(u8),
  tlvs,
});
const messageResp = fields({ message_id: optionalCString(65), tlvs });
const bare = fields({});

const bodies: Bodies = {
  generic_nack: bare,
  bind_receiver: bind,
  bind_receiver_resp: bindResp,
  bind_transmitter: bind,
  bind_transmitter_resp: bindResp,
  submit_sm: shortMessage,
  submit_sm_resp: messageResp,
  deliver_sm: shortMessage,
  deliver_sm_resp: messageResp,
  unbind: bare,
  unbind_resp: bare,
  bind_transceiver: bind,
  bind_transceiver_resp: bindResp,
  enquire_link: bare,
  enquire_link_resp: bare,
};

const names = new Map(Object.entries(commandIds).map(([name, id]) => [id as number, name as Command]));

/** Of exactly one PDU. @throws MalformedPdu when its fields do not fill it exactly */
export function decode(frame: Uint8Array): SmppPdu {
  let header: RawHeader | null = null;
  try {
    const from = new OctetReader(frame);
    const length_bytes = from.u32();
    const command_id = from.u32();
    const status = from.u32();
    const sequence = from.u32();
    header = { command: command_id, sequence: [sequence] };
    if (length_bytes !== frame.length) {
      throw new MalformedPdu("length", `${length_bytes} stated, ${frame.length} there`, header);
    }
    const command = names.get(command_id);
    if (command === undefined) {
      return { command: "unknown", sequence, status, command_id, body: from.octets(from.remaining_bytes) };
    }
    const body = bodies[command].read(from);
    from.end();
    return Object.assign(body, { command, sequence, status }) as SmppPdu;
  } catch (failure) {
    if (failure instanceof UnreadableOctets) throw new MalformedPdu(failure.fault, failure.message, header);
    throw failure;
  }
}

/** @throws FieldOverflow when a value does not fit its field */
export function encode(pdu: SmppPdu): Uint8Array {
  const to = new OctetWriter();
  to.u32(pdu.command === "unknown" ? pdu.command_id : commandIds[pdu.command]);
  to.u32(pdu.status);
  to.u32(pdu.sequence);
  if (pdu.command === "unknown") octets(pdu.body.length).write(to, pdu.body);
  else (bodies[pdu.command] as Field<typeof pdu>).write(to, pdu);
  return to.lengthPrefixed();
}

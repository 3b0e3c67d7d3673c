import type { SmppPdu } from "../smpp/pdu.ts";
import { INTERNATIONAL, shortMessage } from "../smpp/short-message.ts";

export function submitSm(sequence: number, destination_addr = "8613800138000"): SmppPdu {
  const short_message = Buffer.from("hello");
  const message = { source_addr: "1069000012", destination_addr, short_message };
  return {
    command: "submit_sm",
    sequence,
    status: 0,
    ...shortMessage(message, INTERNATIONAL, INTERNATIONAL),
  };
}

export function submitSmResp(sequence: number, message_id = `id-${sequence}`, status = 0): SmppPdu {
  return { command: "submit_sm_resp", sequence, status, message_id, tlvs: [] };
}

export function enquireLink(sequence: number): SmppPdu {
  return { command: "enquire_link", sequence, status: 0 };
}

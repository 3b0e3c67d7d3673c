import type { Dialect } from "../session/dialect.ts";
import { decode, encode, HEADER_BYTES } from "./codec.ts";
import type { SmppPdu } from "./pdu.ts";
import { status } from "./status.ts";

const RESPONSE = 0x8000_0000;
const PDU_BYTES_MAX = 64 * 1024;

/** SMPP 3.4 for the session engine. */
export const smppDialect: Dialect<SmppPdu> = {
  name: "smpp",
  frame: { header_bytes: HEADER_BYTES, pdu_bytes_max: PDU_BYTES_MAX },
  decode,
  encode,
  isResponse: (pdu) =>
    pdu.command === "unknown"
      ? pdu.command_id >= RESPONSE
      : pdu.command === "generic_nack" || pdu.command.endsWith("_resp"),
  key: (pdu) => pdu.sequence,
  heartbeat: (sequence) => ({ command: "enquire_link", sequence, status: status.ok }),
  unbind: (sequence) => ({ command: "unbind", sequence, status: status.ok }),
  isUnbind: (pdu) => pdu.command === "unbind",
  automatic: ({ command, sequence }) => {
    if (command === "enquire_link") return { command: "enquire_link_resp", sequence, status: status.ok };
    if (command === "unbind") return { command: "unbind_resp", sequence, status: status.ok };
    if (command === "unknown") return { command: "generic_nack", sequence, status: status.invalid_command };
    return null;
  },
  tryAgain: ({ command, sequence }) => {
    if (command === "submit_sm") {
      return { command: "submit_sm_resp", sequence, status: status.throttled, message_id: "", tlvs: [] };
    }
    if (command === "deliver_sm") {
      const later = status.temporary_application_error;
      return { command: "deliver_sm_resp", sequence, status: later, message_id: "", tlvs: [] };
    }
    return { command: "generic_nack", sequence, status: status.system_error };
  },
  // A response is not answered, not even when nobody can read it (§4.3).
  nack: ({ header }) => {
    if (header !== null && header.command >= RESPONSE) return null;
    return {
      command: "generic_nack",
      sequence: header?.sequence[0] ?? 0,
      status: status.invalid_command_length,
    };
  },
};

/** Sequence numbers of one connection: 1 to 0x7fffffff, and round again (§3.2). */
export function smppSequences(first = 1): () => number {
  let next = first;
  return () => {
    const sequence = next;
    next = sequence === 0x7fff_ffff ? 1 : sequence + 1;
    return sequence;
  };
}

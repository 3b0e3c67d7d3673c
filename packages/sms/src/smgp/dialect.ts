import type { Dialect } from "../session/dialect.ts";
import type { MalformedPdu } from "../session/malformed-pdu.ts";
import { smgpCodec, smgpCommands } from "./codec.ts";
import type { SmgpPdu } from "./pdu.ts";
import { SMGP_STATUS } from "./status.ts";

const RESPONSE = 0x8000_0000;
/** The MsgID of an answer that names no message. */
export const NO_MESSAGE_ID = "0".repeat(20);

/** SMGP as the session engine sees it. */
export const smgpDialect: Dialect<SmgpPdu> = {
  name: "smgp",
  frame: { header_bytes: 12, pdu_bytes_max: 64 * 1024 },
  decode: smgpCodec.decode,
  encode: smgpCodec.encode,
  isResponse: (pdu) =>
    pdu.command === "unknown" ? pdu.command_id >= RESPONSE : pdu.command.endsWith("_resp"),
  key: (pdu) => pdu.sequence,
  heartbeat: (sequence) => ({ command: "active_test", sequence }),
  unbind: (sequence) => ({ command: "exit", sequence }),
  isUnbind: (pdu) => pdu.command === "exit",
  automatic({ command, sequence }) {
    if (command === "active_test" || command === "exit") return { command: `${command}_resp`, sequence };
    return null;
  },
  tryAgain(request) {
    const { sequence } = request;
    const status = SMGP_STATUS.busy;
    if (request.command === "submit")
      return { command: "submit_resp", sequence, msg_id: NO_MESSAGE_ID, status };
    if (request.command === "deliver")
      return { command: "deliver_resp", sequence, msg_id: request.msg_id, status };
    return null;
  },
  nack({ header }: MalformedPdu) {
    if (header === null) return null;
    const sequence = header.sequence[0] as number;
    const status = SMGP_STATUS.structure;
    if (header.command === smgpCommands.login)
      return {
        command: "login_resp",
        sequence,
        status,
        authenticator_server: new Uint8Array(16),
        server_version: 0x30,
      };
    if (header.command === smgpCommands.submit)
      return { command: "submit_resp", sequence, msg_id: NO_MESSAGE_ID, status };
    if (header.command === smgpCommands.deliver)
      return { command: "deliver_resp", sequence, msg_id: NO_MESSAGE_ID, status };
    return null;
  },
};

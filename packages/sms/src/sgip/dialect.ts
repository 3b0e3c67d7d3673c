import type { Dialect } from "../session/dialect.ts";
import type { MalformedPdu } from "../session/malformed-pdu.ts";
import { sgipCodec, sgipCommands } from "./codec.ts";
import type { SgipPdu, SgipSequence } from "./pdu.ts";
import { sequenceText } from "./sequence.ts";
import { SGIP_RESULT } from "./status.ts";

const RESPONSE = 0x8000_0000;
const RESULT_AND_RESERVE_BYTES = 9;

/** SGIP as the session engine sees it. It has no heartbeat: a line on which nothing happens is unbound. */
export const sgipDialect: Dialect<SgipPdu, SgipSequence> = {
  name: "sgip",
  frame: { header_bytes: 20, pdu_bytes_max: 64 * 1024 },
  decode: sgipCodec.decode,
  encode: sgipCodec.encode,
  isResponse: (pdu) =>
    pdu.command === "unknown" ? pdu.command_id >= RESPONSE : pdu.command.endsWith("_resp"),
  key: (pdu) => sequenceText(pdu.sequence),
  heartbeat: () => null,
  unbind: (sequence) => ({ command: "unbind", sequence }),
  isUnbind: (pdu) => pdu.command === "unbind",
  automatic(request) {
    const { command, sequence } = request;
    if (command === "unbind") return { command: "unbind_resp", sequence };
    if (command !== "unknown") return null;
    const body = new Uint8Array(RESULT_AND_RESERVE_BYTES);
    body[0] = SGIP_RESULT.no_such_function;
    return { command, sequence, command_id: request.command_id + RESPONSE, body };
  },
  tryAgain: ({ command, sequence }) => response(command, sequence, SGIP_RESULT.busy),
  nack({ header }: MalformedPdu) {
    const command = Object.entries(sgipCommands).find(([, id]) => id === header?.command)?.[0];
    if (header === null || command === undefined) return null;
    const [node_id = 0, time = 0, count = 0] = header.sequence;
    return response(command, [node_id, time, count], SGIP_RESULT.format);
  },
};

/** Null for what has no response with a result. */
export function response(command: string, sequence: SgipSequence, result: number): SgipPdu | null {
  if (command === "bind" || command === "submit" || command === "deliver" || command === "report")
    return { command: `${command}_resp`, sequence, result };
  return null;
}

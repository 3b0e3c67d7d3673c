import type { Dialect } from "../session/dialect.ts";
import { MalformedPdu } from "../session/malformed-pdu.ts";
import { type CmppLayout, cmppCodecs, cmppCommands } from "./codec.ts";
import type { CmppPdu } from "./pdu.ts";
import { CMPP_CONNECT_STATUS, CMPP_RESULT } from "./status.ts";

const RESPONSE = 0x8000_0000;

/**
 * CMPP as the session engine sees it, for one connection: which of the two layouts is written is agreed on by CONNECT.
 * Gateways write PDUs of the other version now and then, so whichever fits is read.
 */
export class CmppDialect implements Dialect<CmppPdu> {
  readonly name = "cmpp";
  readonly frame = { header_bytes: 12, pdu_bytes_max: 64 * 1024 };
  layout: CmppLayout;

  constructor(layout: CmppLayout) {
    this.layout = layout;
  }

  decode(frame: Uint8Array): CmppPdu {
    try {
      return cmppCodecs[this.layout].decode(frame);
    } catch (malformed) {
      return this.#decodeOther(frame, malformed);
    }
  }

  encode(pdu: CmppPdu): Uint8Array {
    return cmppCodecs[this.layout].encode(pdu);
  }

  isResponse(pdu: CmppPdu): boolean {
    return pdu.command === "unknown" ? pdu.command_id >= RESPONSE : pdu.command.endsWith("_resp");
  }

  key(pdu: CmppPdu): number {
    return pdu.sequence;
  }

  heartbeat(sequence: number): CmppPdu {
    return { command: "active_test", sequence };
  }

  unbind(sequence: number): CmppPdu {
    return { command: "terminate", sequence };
  }

  isUnbind(pdu: CmppPdu): boolean {
    return pdu.command === "terminate";
  }

  automatic({ command, sequence }: CmppPdu): CmppPdu | null {
    if (command === "active_test") return { command: "active_test_resp", sequence };
    if (command === "terminate") return { command: "terminate_resp", sequence };
    return null;
  }

  tryAgain(request: CmppPdu): CmppPdu | null {
    const { sequence } = request;
    const result = CMPP_RESULT.flow_control;
    if (request.command === "submit") return { command: "submit_resp", sequence, msg_id: 0n, result };
    if (request.command === "deliver")
      return { command: "deliver_resp", sequence, msg_id: request.msg_id, result };
    return null;
  }

  nack({ header }: MalformedPdu): CmppPdu | null {
    if (header === null) return null;
    const sequence = header.sequence[0] as number;
    const result = CMPP_RESULT.structure;
    if (header.command === cmppCommands.connect) {
      const status = CMPP_CONNECT_STATUS.structure;
      return {
        command: "connect_resp",
        sequence,
        status,
        authenticator_ismg: new Uint8Array(16),
        version: 0x30,
      };
    }
    if (header.command === cmppCommands.submit)
      return { command: "submit_resp", sequence, msg_id: 0n, result };
    if (header.command === cmppCommands.deliver)
      return { command: "deliver_resp", sequence, msg_id: 0n, result };
    return null;
  }

  #decodeOther(frame: Uint8Array, malformed: unknown): CmppPdu {
    const other: CmppLayout = this.layout === 3 ? 2 : 3;
    try {
      const pdu = cmppCodecs[other].decode(frame);
      // A gateway that answers the login in this layout does not know the one it was asked for.
      if (pdu.command === "connect_resp") this.layout = other;
      return pdu;
    } catch (failure) {
      throw failure instanceof MalformedPdu ? malformed : failure;
    }
  }
}

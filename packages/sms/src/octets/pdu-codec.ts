import { MalformedPdu } from "../session/malformed-pdu.ts";
import { type Field, rest } from "./field.ts";
import { OctetReader, UnreadableOctets } from "./reader.ts";
import { OctetWriter } from "./writer.ts";

interface AnyPdu {
  command: string;
  sequence: number | readonly number[];
}

/** A PDU with a command that this library does not know; its body is not looked into. */
export interface UnknownPdu<Sequence> {
  command: "unknown";
  sequence: Sequence;
  command_id: number;
  body: Uint8Array;
}

/** What a protocol's PDUs look like: total length as a u32, command as a u32, sequence, body. */
export interface PduLayout<Pdu extends AnyPdu> {
  commands: Readonly<Record<Pdu["command"], number>>;
  sequence: Field<Pdu["sequence"]>;
  bodies: {
    readonly [Command in Pdu["command"]]: Field<Omit<Extract<Pdu, { command: Command }>, keyof AnyPdu>>;
  };
}

export interface PduCodec<Pdu> {
  /** Of exactly one PDU. @throws MalformedPdu when its fields do not fill it exactly. */
  decode(frame: Uint8Array): Pdu;
  /** @throws FieldOverflow when a value does not fit its field. */
  encode(pdu: Pdu): Uint8Array;
}

export function pduCodec<Known extends AnyPdu>(
  layout: PduLayout<Known>,
): PduCodec<Known | UnknownPdu<Known["sequence"]>> {
  type Command = Known["command"];
  const names = new Map(Object.entries<number>(layout.commands).map(([name, id]) => [id, name as Command]));
  const bodyOf = (command: Command) => layout.bodies[command] as Field<object>;

  function body(command_id: number, sequence: Known["sequence"], from: OctetReader): object {
    const command = names.get(command_id);
    if (command === undefined) return { command: "unknown", sequence, command_id, body: rest.read(from) };
    const values = bodyOf(command).read(from);
    from.end();
    return Object.assign({ command, sequence }, values);
  }

  return {
    decode(frame) {
      const from = new OctetReader(frame);
      let header: MalformedPdu["header"] = null;
      try {
        const length_bytes = from.u32();
        const command = from.u32();
        const sequence = layout.sequence.read(from);
        header = { command, sequence: [sequence as AnyPdu["sequence"]].flat() };
        if (length_bytes !== frame.length)
          throw new MalformedPdu("length", `${length_bytes} stated, ${frame.length} there`, header);
        return body(command, sequence, from) as Known;
      } catch (failure) {
        if (failure instanceof UnreadableOctets)
          throw new MalformedPdu(failure.fault, failure.message, header);
        throw failure;
      }
    },
    encode(pdu) {
      const to = new OctetWriter();
      if (isUnknown(pdu)) {
        to.u32(pdu.command_id);
        layout.sequence.write(to, pdu.sequence);
        rest.write(to, pdu.body);
      } else {
        const command: Command = pdu.command;
        to.u32(layout.commands[command]);
        layout.sequence.write(to, pdu.sequence);
        bodyOf(command).write(to, pdu);
      }
      return to.lengthPrefixed();
    },
  };
}

function isUnknown<Sequence>(pdu: AnyPdu | UnknownPdu<Sequence>): pdu is UnknownPdu<Sequence> {
  return pdu.command === "unknown";
}

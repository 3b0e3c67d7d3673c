import { FieldOverflow } from "../../src/octets/writer.ts";
import type { Dialect } from "../../src/session/dialect.ts";
import { MalformedPdu } from "../../src/session/malformed-pdu.ts";
import { promiseEqual } from "../promise.ts";
import type { FuzzTarget } from "../target.ts";

interface Codec<Pdu> {
  decode(frame: Uint8Array): Pdu;
  encode(pdu: Pdu): Uint8Array;
}

/**
 * Any bytes are a PDU or malformed, and for either there is an answer that can be written, or none. A PDU that was
 * read is written so that it is read again as the same.
 */
export function dialectTarget<Pdu extends { command: string }, Sequence>(
  name: string,
  corpus: readonly Uint8Array[],
  open: () => Dialect<Pdu, Sequence>,
  codec: Codec<Pdu> = open(),
): FuzzTarget {
  return {
    name,
    corpus,
    repair: setLength,
    run(input) {
      const dialect = open();
      const read = readable(dialect, input);
      if (read instanceof MalformedPdu) {
        encodeIfAny(dialect, dialect.nack(read));
        return `${read.fault} ${read.header?.command}`;
      }
      if (!dialect.isResponse(read)) {
        encodeIfAny(dialect, dialect.automatic(read));
        encodeIfAny(dialect, dialect.tryAgain(read));
      }
      dialect.key(read);
      const same = readable(codec, input);
      const written = same instanceof MalformedPdu ? null : writable(codec, same);
      if (written) promiseEqual(codec.decode(written), same, "a PDU is written as it was read");
      return shapeOf(read);
    },
  };
}

function readable<Pdu>(codec: Pick<Codec<Pdu>, "decode">, input: Uint8Array): Pdu | MalformedPdu {
  try {
    return codec.decode(input);
  } catch (error) {
    if (error instanceof MalformedPdu) return error;
    throw error;
  }
}

/** Null where a field holds more than the standard allows: some are read more generously than they are written. */
function writable<Pdu>(codec: Codec<Pdu>, pdu: Pdu): Uint8Array | null {
  try {
    return codec.encode(pdu);
  } catch (error) {
    if (error instanceof FieldOverflow) return null;
    throw error;
  }
}

function encodeIfAny<Pdu, Sequence>(dialect: Dialect<Pdu, Sequence>, answer: Pdu | null): void {
  if (answer !== null) dialect.encode(answer);
}

function setLength(input: Uint8Array): void {
  if (input.length >= 4) new DataView(input.buffer, input.byteOffset).setUint32(0, input.length);
}

/** Its command, and which of its fields hold something. */
function shapeOf(pdu: { command: string }): string {
  const lengths = Object.values(pdu).map((value) => {
    if (typeof value === "number" || typeof value === "bigint") return value ? 1 : 0;
    return Math.min(value.length, 3);
  });
  return `${pdu.command} ${lengths.join("")}`;
}

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Framer } from "../session/framer.ts";
import { MalformedPdu } from "../session/malformed-pdu.ts";
import type { PduCodec } from "./pdu-codec.ts";

const SEED = 20_261_123;
const runs = (numRuns: number) => ({ numRuns, seed: SEED });

/** What every codec does with every PDU of `pdus`, and with what is none. */
export function pduCodecContract<Pdu>(
  name: string,
  codec: PduCodec<Pdu>,
  pdus: Readonly<Record<string, fc.Arbitrary<Pdu>>>,
  header_bytes: number,
): void {
  const anyPdu = fc.oneof(...Object.values(pdus));

  describe(`PDU codec: ${name}`, () => {
    for (const [command, pdu] of Object.entries(pdus))
      test(`what is encoded of ${command} is decoded the same`, () => {
        fc.assert(
          fc.property(pdu, (value) => expect(codec.decode(codec.encode(value))).toEqual(value)),
          runs(200),
        );
      });

    test("a stream cut anywhere gives the same PDUs in the same order", () => {
      const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });
      fc.assert(
        fc.property(fc.array(anyPdu, { maxLength: 8 }), cuts, (values, lengths) => {
          const stream = Buffer.concat(values.map((value) => codec.encode(value)));
          const decoded: Pdu[] = [];
          const framer = new Framer({ header_bytes, pdu_bytes_max: 65_536 });
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const length = lengths[turn % lengths.length] as number;
            framer.push(stream.subarray(at, at + length), (frame) => decoded.push(codec.decode(frame)));
            at += length;
          }
          expect(decoded).toEqual(values);
        }),
        runs(100),
      );
    });

    test("a PDU cut short is malformed, whether its length says so or not", () => {
      fc.assert(
        fc.property(anyPdu, fc.nat(), (value, at) => {
          const whole = codec.encode(value);
          const cut = whole.slice(0, at % whole.length);
          expect(readable(codec, cut)).toBe(false);
          if (cut.length >= header_bytes && !endsWhereItLikes(value))
            expect(readable(codec, withLength(cut))).toBe(false);
        }),
        runs(300),
      );
    });

    test("a PDU with something after its last field is malformed, and its header is known", () => {
      fc.assert(
        fc.property(anyPdu, (value) => {
          if (endsWhereItLikes(value)) return;
          const longer = withLength(Buffer.concat([codec.encode(value), Uint8Array.of(0)]));
          const malformed = failure(() => codec.decode(longer));
          expect(malformed.fault).toMatch(/^(trailing|truncated)$/);
          expect(malformed.header?.command).toBe(new DataView(longer.buffer).getUint32(4));
        }),
        runs(300),
      );
    });

    test("whatever is decoded is malformed or encodes to the same meaning", () => {
      const garbage = fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.uint8Array({ minLength: header_bytes, maxLength: 400 }).map(withLength),
        fc
          .tuple(anyPdu, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }))
          .map(([value, changes]) => {
            const octets = codec.encode(value);
            for (const [at, octet] of changes) octets[4 + (at % (octets.length - 4))] = octet;
            return octets;
          }),
      );
      fc.assert(
        fc.property(garbage, (octets) => {
          if (!readable(codec, octets)) return;
          const value = codec.decode(octets);
          expect(codec.decode(codec.encode(value))).toEqual(value);
        }),
        runs(2000),
      );
    });
  });
}

/** A list up to the end of the PDU, or a body that is not looked into, may end anywhere that a value does. */
function endsWhereItLikes(pdu: unknown): boolean {
  return (pdu as { command: string }).command === "unknown" || "tlvs" in (pdu as object);
}

function readable<Pdu>(codec: PduCodec<Pdu>, octets: Uint8Array): boolean {
  try {
    codec.decode(octets);
    return true;
  } catch (thrown) {
    if (thrown instanceof MalformedPdu) return false;
    throw thrown;
  }
}

function failure(decode: () => unknown): MalformedPdu {
  try {
    decode();
  } catch (thrown) {
    if (thrown instanceof MalformedPdu) return thrown;
    throw thrown;
  }
  throw new Error("it was decoded");
}

function withLength(octets: Uint8Array): Uint8Array {
  const copy = new Uint8Array(octets);
  new DataView(copy.buffer).setUint32(0, copy.length);
  return copy;
}

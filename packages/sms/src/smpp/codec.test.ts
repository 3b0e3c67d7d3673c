import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FieldOverflow } from "../octets/writer.ts";
import { MalformedPdu } from "../session/malformed-pdu.ts";
import { submitSm } from "../testing/smpp-pdus.ts";
import { decode, encode } from "./codec.ts";
import { anyPdu } from "./pdu.arbitrary.ts";

const bytesOf = (hex: string) => Uint8Array.fromHex(hex.replaceAll(" ", ""));

describe("the codec of SMPP", () => {
  test("reads what it wrote, for every PDU", () => {
    fc.assert(
      fc.property(anyPdu, (pdu) => {
        expect(decode(encode(pdu))).toEqual(pdu);
      }),
      { numRuns: 1000 },
    );
  });

  test("SW2 refuses every PDU that ends too early, and names its header", () => {
    fc.assert(
      fc.property(anyPdu, fc.nat(), (pdu, at) => {
        const whole = encode(pdu);
        const end = 16 + (at % Math.max(1, whole.length - 16));
        const cut = whole.slice(0, end);
        new DataView(cut.buffer).setUint32(0, end);
        try {
          // Some cut PDUs are PDUs again: those whose last fields may be missing.
          expect(encode(decode(cut)).length).toBeGreaterThan(0);
        } catch (failure) {
          expect(failure).toBeInstanceOf(MalformedPdu);
          expect((failure as MalformedPdu).header?.sequence).toEqual([pdu.sequence]);
        }
      }),
    );
  });

  test("SW2 refuses whatever is no PDU with MalformedPdu, and with nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400, size: "max" }), (bytes) => {
        try {
          decode(bytes);
        } catch (failure) {
          expect(failure).toBeInstanceOf(MalformedPdu);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("refuses a PDU in which any one byte was changed, or reads it as another PDU", () => {
    fc.assert(
      fc.property(anyPdu, fc.nat(), fc.integer({ min: 1, max: 255 }), (pdu, at, change) => {
        const bytes = encode(pdu);
        bytes[at % bytes.length]! ^= change;
        try {
          expect(decode(bytes)).not.toEqual(pdu);
        } catch (failure) {
          expect(failure).toBeInstanceOf(MalformedPdu);
        }
      }),
    );
  });

  test("SW2 refuses what follows the last field", () => {
    const longer = bytesOf("00000011 00000015 00000000 00000001 00");
    expect(() => decode(longer)).toThrow(new MalformedPdu("trailing", "1 octets after the last field"));
  });

  test("writes bytes as the standard's example of bind_transmitter (§2.7.1)", () => {
    const pdu = {
      ...{ command: "bind_transmitter" as const, sequence: 1, status: 0 },
      ...{ system_id: "SMPP3TEST", password: "secret08", system_type: "SUBMIT1" },
      ...{ interface_version: 0x00, addr_ton: 1, addr_npi: 1, address_range: "" },
    };
    const expected = bytesOf(
      `
      0000002f 00000002 00000000 00000001
      534d5050335445535400 736563726574303800 5355424d49543100 00 01 01 00`.replaceAll("\n", ""),
    );
    expect(encode(pdu)).toEqual(expected);
    expect(decode(expected)).toEqual(pdu);
  });

  test("reads a refusal that has no body", () => {
    expect(decode(bytesOf("00000010 80000004 00000058 00000007"))).toEqual({
      ...{ command: "submit_sm_resp", sequence: 7, status: 0x58, message_id: "", tlvs: [] },
    });
  });

  test("keeps the body of a command that it does not know", () => {
    expect(decode(bytesOf("00000012 00000103 00000000 00000002 beef"))).toEqual({
      ...{ command: "unknown", command_id: 0x103, sequence: 2, status: 0, body: bytesOf("beef") },
    });
  });

  test.each([
    ["a field that is too long", { source_addr: "1".repeat(21) }],
    ["a NUL in a text", { source_addr: "1069\u00001" }],
    ["a character beyond Latin-1", { source_addr: "飞聊" }],
    ["a number that its field cannot hold", { data_coding: 256 }],
    ["a short_message over 255 bytes", { short_message: new Uint8Array(256) }],
  ])("does not write %s", (_title, change) => {
    expect(() => encode({ ...submitSm(1), ...change })).toThrow(FieldOverflow);
  });
});

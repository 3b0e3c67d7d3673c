import { expect, test } from "bun:test";
import fc from "fast-check";
import { encodeGsm7 } from "./gsm-7.ts";
import { fillBits, packSeptets, unpackSeptets } from "./septets.ts";

const septets = fc.uint8Array({ max: 0x7f, maxLength: 170, size: "max" });

test("TX1 septets are packed from the low bits up", () => {
  expect(packSeptets(encodeGsm7("hellohello")!).toHex()).toBe("e8329bfd4697d9ec37");
  expect(packSeptets(encodeGsm7("How are you?")!).toHex()).toBe("c8f71d14969741f977fd07");
});

test("TX1 behind a header of six octets there is one fill bit, behind one of seven there is none", () => {
  expect(fillBits(6)).toBe(1);
  expect(fillBits(7)).toBe(0);
  expect(packSeptets(Uint8Array.of(0x7f), 1).toHex()).toBe("fe");
});

test("TX1 what is packed is unpacked to the same septets, at every offset", () => {
  fc.assert(
    fc.property(septets, fc.integer({ min: 0, max: 6 }), (given, fill_bits) => {
      const packed = packSeptets(given, fill_bits);
      expect(packed.length).toBe(Math.ceil((given.length * 7 + fill_bits) / 8));
      expect(unpackSeptets(packed, given.length, fill_bits)).toEqual(given);
    }),
  );
});

test("TX1 160 septets fit into 140 octets, and 153 behind a header of six", () => {
  expect(packSeptets(new Uint8Array(160)).length).toBe(140);
  expect(6 + packSeptets(new Uint8Array(153), fillBits(6)).length).toBe(140);
});

test("TX1 no more septets are unpacked than there are", () => {
  expect(unpackSeptets(Uint8Array.of(0xff, 0xff), 160)).toEqual(Uint8Array.of(0x7f, 0x7f));
  expect(unpackSeptets(new Uint8Array(0), 1, 6)).toEqual(new Uint8Array(0));
});

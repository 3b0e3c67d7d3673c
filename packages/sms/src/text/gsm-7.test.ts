import { expect, test } from "bun:test";
import fc from "fast-check";
import { decodeGsm7, encodeGsm7 } from "./gsm-7.ts";
import { BASIC, EXTENSION } from "./gsm-7-alphabet.ts";

const hex = (text: string) => encodeGsm7(text)?.toHex();

test("TX1 characters have the septets of 3GPP TS 23.038 §6.2.1", () => {
  expect(hex("@£$¥èéùìòÇ\nØø\rÅå")).toBe("000102030405060708090a0b0c0d0e0f");
  expect(hex("Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ")).toBe("101112131415161718191a1c1d1e1f");
  expect(hex(" ¤/09?¡AZÄÖÑÜ§¿azäöñüà")).toBe("20242f30393f40415a5b5c5d5e5f60617a7b7c7d7e7f");
});

test("TX1 characters of the extension table are an escape and a septet", () => {
  expect(hex("\f^{}\\[~]|€")).toBe("1b0a1b141b281b291b2f1b3c1b3d1b3e1b401b65");
});

test("TX1 the alphabet has 127 characters, each once, and lacks everything else", () => {
  const has = new Set<string>();
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    if (encodeGsm7(character)) has.add(character);
  }
  expect(has).toEqual(new Set([...BASIC.replace("\u001b", ""), ...EXTENSION]));
  expect(has.size).toBe(127 + 10);
  expect(encodeGsm7("飞")).toBeNull();
  expect(encodeGsm7("`")).toBeNull();
});

test("TX3 what is encoded is decoded to the same text", () => {
  const text = fc.string({ unit: fc.constantFrom(...BASIC.replace("\u001b", ""), ...EXTENSION) });
  fc.assert(
    fc.property(text, (written) => {
      expect(decodeGsm7(encodeGsm7(written)!)).toBe(written);
    }),
  );
});

test("TX1 an unknown extension is shown as the default alphabet has it, a second escape as a space", () => {
  expect(decodeGsm7(Uint8Array.of(0x1b, 0x41))).toBe("A");
  expect(decodeGsm7(Uint8Array.of(0x1b, 0x1b, 0x42))).toBe(" B");
  expect(decodeGsm7(Uint8Array.of(0x43, 0x1b))).toBe("C ");
});

test("TX2 bytes that are no septets become U+FFFD", () => {
  expect(decodeGsm7(Uint8Array.of(0x80, 0x41, 0x1b, 0xff))).toBe("\ufffdA\ufffd");
});

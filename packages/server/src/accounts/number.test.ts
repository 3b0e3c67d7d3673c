import { describe, expect, test } from "bun:test";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { canReceiveCode, numberBlock, parseNumber } from "./number.ts";

describe("a number is read however it is written", () => {
  test.each([
    "+8613800138000",
    "+86 138 0013 8000",
    "+86-138-0013-8000",
    "+86 (138) 0013–8000",
    "008613800138000",
    "0086 138 0013 8000",
    "13800138000",
    "138 0013 8000",
    "138-0013-8000",
    "tel:+86-138-0013-8000",
    "TEL:+8613800138000",
    "tel:13800138000",
    "＋８６　１３８　００１３　８０００",
    "１３８００１３８０００",
    "  +8613800138000\u00a0",
    "+86 0138 0013 8000",
  ])("%p", (text) => {
    expect(parseNumber(text)).toEqual({ e164: "+8613800138000", country: "CN", carrier: "china_mobile" });
  });
});

test.each([
  ["+8618600138000", "china_unicom"],
  ["+8618900138000", "china_telecom"],
  ["+8619200138000", "china_broadnet"],
  ["+8614600138000", "china_unicom"],
] as const)("%s has the carrier %s", (e164, carrier) => {
  expect(parseNumber(e164).carrier).toBe(carrier);
});

test.each([
  ["+852 6123 4567", "+85261234567", "HK"],
  ["00886 912 345 678", "+886912345678", "TW"],
  ["+1 (415) 555-0100", "+14155550100", "US"],
  ["tel:+49-1512-3456789", "+4915123456789", "DE"],
  ["+883 5100 0000 0001", "+883510000000001", null],
])("%s is %s of %s, with no mainland carrier", (text, e164, country) => {
  expect(parseNumber(text) as unknown).toEqual({ e164, country, carrier: null });
});

test.each([
  "",
  "+",
  "hello",
  "+86138001380",
  "+86138001380001",
  "+8612345678901",
  "+8615400138000",
  "10086",
  "8613800138000",
  "4155550100",
  "12345678901",
  "+8613800138000;ext=5",
  "+8613800138000 x5",
  "call +8613800138000",
  "+1800FLOWERS",
  "+9991234567890",
  "+86138001380００x",
])("%p is number_invalid", (text) => {
  expect(() => parseNumber(text)).toThrow(new FeiliaoError("number_invalid"));
});

test.each([
  ["+8613800138000", true, "a mobile"],
  ["+8614600138000", true, "a mobile of a block newer than the metadata"],
  ["+14155550100", true, "a country that does not tell mobiles from landlines"],
  ["+85261234567", true, "a mobile elsewhere"],
  ["+862112345678", false, "a landline"],
  ["+19002345678", false, "premium rate"],
  ["+18002345678", false, "toll free"],
  ["+33899123456", false, "premium rate"],
  ["+448431234567", false, "shared cost"],
  ["+447012345678", false, "a personal number"],
  ["+883510000000001", false, "VoIP"],
] as const)("%s can receive a code: %p (%s)", (text, can) => {
  expect(canReceiveCode(parseNumber(text))).toBe(can);
});

test("the block of a mainland number is its first seven digits", () => {
  expect(numberBlock("+8613800138000")).toBe("+861380013");
});

test("elsewhere a block is ten thousand numbers too", () => {
  expect(numberBlock("+14155550100")).toBe("+1415555");
});

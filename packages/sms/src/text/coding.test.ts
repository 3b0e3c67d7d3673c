import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeText, encodeText, type TextCoding } from "./coding.ts";

const CODINGS: TextCoding[] = ["gsm7", "ascii", "latin1", "utf8", "ucs2", "gb18030"];

describe.each(CODINGS)("%s", (coding) => {
  test("TX2 any bytes have a text, and it is well formed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300, size: "max" }), (bytes) => {
        expect(decodeText(coding, bytes).isWellFormed()).toBe(true);
      }),
    );
  });

  test("TX3 a text that can be encoded is decoded to itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200, size: "max" }), (text) => {
        const bytes = encodeText(coding, text);
        if (bytes) expect(decodeText(coding, bytes)).toBe(text);
      }),
    );
  });

  test("TX3 ASCII that the GSM alphabet has can be encoded", () => {
    const bytes = encodeText(coding, "Code 123456 @home_1");
    expect(decodeText(coding, bytes!)).toBe("Code 123456 @home_1");
  });
});

test("TX3 vectors", () => {
  const written = (coding: TextCoding, text: string) => encodeText(coding, text)?.toHex();
  expect(written("ucs2", "飞聊😀")).toBe("98de804ad83dde00");
  expect(written("gb18030", "飞聊A€")).toBe("b7c9c1c441a2e3");
  expect(written("gb18030", "\u00e4\u{1f600}")).toBe("81308a319439fc36");
  expect(written("latin1", "Grüße")).toBe("4772fcdf65");
  expect(written("utf8", "飞")).toBe("e9a39e");
});

test("TX3 what a coding lacks is not encoded", () => {
  expect(encodeText("ascii", "ü")).toBeNull();
  expect(encodeText("latin1", "飞")).toBeNull();
  expect(encodeText("gsm7", "飞")).toBeNull();
});

test("TX3 every character of Unicode but 19 for private use is written in GB18030 and read again", () => {
  const lost: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += code < 0x10000 ? 1 : 17) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    const bytes = encodeText("gb18030", character);
    if (!bytes || decodeText("gb18030", bytes) !== character) lost.push(code.toString(16));
  }
  expect(lost.join(" ")).toBe(
    "e5e5 e78d e78e e78f e790 e791 e792 e793 e794 e795 e796 e81e e826 e82b e82c e832 e843 e854 e864",
  );
});

test("TX2 GBK under the label of ASCII is read", () => {
  expect(decodeText("ascii", encodeText("gb18030", "退订")!)).toBe("退订");
});

test("TX2 half a character is U+FFFD", () => {
  expect(decodeText("ucs2", Uint8Array.of(0xd8, 0x3d, 0x00, 0x41))).toBe("\ufffdA");
  expect(decodeText("ucs2", Uint8Array.of(0x98, 0xde, 0x80))).toBe("飞\ufffd");
  expect(encodeText("ucs2", "\ud83d")?.toHex()).toBe("fffd");
});

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { concatenationElement, concatenationOf } from "./concatenation.ts";
import { readUserData, writeUserData } from "./user-data-header.ts";

const bytes = (hex: string) => Uint8Array.fromHex(hex);
const element = fc.record({ id: fc.nat(255), data: fc.uint8Array({ maxLength: 20 }) });
const userData = fc.record({
  elements: fc.array(element, { maxLength: 10 }),
  content: fc.uint8Array({ maxLength: 140 }),
});

test("TX7 what is written is read again, elements we do not know included", () => {
  fc.assert(
    fc.property(userData, (written) => {
      expect(readUserData(writeUserData(written))).toEqual(written);
    }),
  );
});

test("TX7 any bytes can be read, and none are read twice", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (given) => {
      const { elements, content } = readUserData(given);
      const header_bytes = elements.reduce((sum, { data }) => sum + 2 + data.length, 0);
      expect(header_bytes + content.length).toBeLessThanOrEqual(given.length);
    }),
  );
});

test("TX7 a header of more than 255 bytes is not written", () => {
  const elements = [1, 2].map((id) => ({ id, data: new Uint8Array(130) }));
  expect(() => writeUserData({ elements, content: new Uint8Array(0) })).toThrow("header_too_long");
});

describe("a header that is not as it should be", () => {
  test("TX7 is ignored when its last element has too few or too many octets", () => {
    for (const broken of ["0400030502", "06000305020199", "0100"]) {
      const { elements, content } = readUserData(bytes(`${broken}4142`));
      expect({ elements, content: content.toHex().slice(-4) }).toEqual({ elements: [], content: "4142" });
    }
  });

  test("TX7 is content when it is longer than the message", () => {
    expect(readUserData(bytes("98de804a"))).toEqual({ elements: [], content: bytes("98de804a") });
    expect(readUserData(new Uint8Array(0))).toEqual({ elements: [], content: new Uint8Array(0) });
  });
});

describe("the place in a long message", () => {
  test("TX7 has an 8-bit or a 16-bit reference", () => {
    const narrow = { ref: 0xa5, ref_bits: 8, part: 2, parts: 3 } as const;
    const wide = { ref: 0x1234, ref_bits: 16, part: 1, parts: 255 } as const;
    expect(concatenationElement(narrow)).toEqual({ id: 0, data: Uint8Array.of(0xa5, 3, 2) });
    expect(concatenationElement(wide)).toEqual({ id: 8, data: Uint8Array.of(0x12, 0x34, 255, 1) });
    for (const place of [narrow, wide]) expect(concatenationOf([concatenationElement(place)])).toEqual(place);
  });

  test("TX7 is the last one of several", () => {
    const places = [1, 2].map((part) => ({ ref: 9, ref_bits: 8, part, parts: 2 }) as const);
    expect(concatenationOf(places.map(concatenationElement))).toEqual(places[1]!);
  });

  test.each([
    ["part 0", "010200"],
    ["a part beyond the total", "010203"],
    ["a total of 0", "010000"],
    ["too few bytes", "0102"],
    ["too many bytes", "01020101"],
  ])("TX7 is ignored when it has %s", (_, data) => {
    expect(concatenationOf([{ id: 0, data: bytes(data) }])).toBeNull();
  });

  test("TX7 is not what other elements say", () => {
    expect(concatenationOf([{ id: 5, data: bytes("0b8423f0") }])).toBeNull();
    expect(concatenationOf([])).toBeNull();
  });
});

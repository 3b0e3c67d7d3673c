import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeText, type TextCoding } from "./coding.ts";
import { concatenationOf } from "./concatenation.ts";
import { encodeGsm7 } from "./gsm-7.ts";
import { BASIC, EXTENSION } from "./gsm-7-alphabet.ts";
import { type SegmentOptions, segment, segmentBinary } from "./segments.ts";
import { fillBits, packSeptets } from "./septets.ts";
import { type SplitOptions, sign, split, units } from "./units.ts";
import { readUserData } from "./user-data-header.ts";

const gsm = fc.string({
  unit: fc.constantFrom(...BASIC.replace("\u001b", ""), ...EXTENSION),
  maxLength: 1_000,
  size: "max",
});
const anyText = fc.oneof(
  gsm,
  fc.string({ unit: "binary", maxLength: 700, size: "max" }),
  fc.string({ unit: "grapheme", maxLength: 700, size: "max" }),
);
const options: fc.Arbitrary<SegmentOptions> = fc.oneof(
  fc.record({
    gsm7: fc.boolean(),
    ref: fc.integer({ min: 0, max: 0xff }),
    ref_bits: fc.constant<8 | 16>(8),
  }),
  fc.record({
    gsm7: fc.boolean(),
    ref: fc.integer({ min: 0, max: 0xffff }),
    ref_bits: fc.constant<8 | 16>(16),
  }),
);

describe("for any text", () => {
  test("TX4 the parts make the text again, in as many units as were counted", () => {
    fc.assert(
      fc.property(anyText, options, (text, how) => {
        const segments = segment(text, how);
        expect(segments.map(textOf).join("")).toBe(text);
        expect(segments.length).toBe(units(text, how));
        expect(segments.map(({ part }) => part)).toEqual(segments.map((_, index) => index + 1));
        for (const { parts } of segments) expect(parts).toBe(segments.length);
      }),
    );
  });

  test("TX4 each part fits into one SMS and ends between two characters", () => {
    fc.assert(
      fc.property(anyText, options, (text, how) => {
        for (const part of segment(text, how)) {
          expect(airBytes(part)).toBeLessThanOrEqual(140);
          expect(textOf(part).isWellFormed()).toBe(true);
          if (part.coding === "gsm7") expect(contentOf(part).at(-1)).not.toBe(0x1b);
        }
      }),
    );
  });

  test("TX4 several parts say which of them they are, one alone has no header", () => {
    fc.assert(
      fc.property(anyText, options, (text, how) => {
        for (const { has_header, user_data, part, parts } of segment(text, how)) {
          const place = has_header ? concatenationOf(readUserData(user_data).elements) : null;
          expect(place).toEqual(
            parts === 1 ? null : { ref: how.ref, ref_bits: how.ref_bits ?? 8, part, parts },
          );
        }
      }),
    );
  });
});

test.each([
  ["a", "GSM", { gsm7: true }, [160, 306, 459]],
  ["€", "GSM", { gsm7: true }, [80, 152, 228]],
  ["飞", "GSM", { gsm7: true }, [70, 134, 201]],
  ["😀", "GSM", { gsm7: true }, [35, 66, 99]],
  ["`", "GSM", { gsm7: true }, [70, 134, 201]],
  ["飞", "no GSM", { gsm7: false }, [70, 134, 201]],
  ["a", "16-bit references", { gsm7: true, ref_bits: 16 }, [160, 304, 456]],
  ["飞", "16-bit references", { gsm7: true, ref_bits: 16 }, [70, 132, 198]],
] satisfies [string, string, SplitOptions, number[]][])(
  "TX5 the longest texts of 1, 2 and 3 units of %s with %s",
  (character, _, how, lengths) => {
    for (const [index, length] of lengths.entries()) {
      expect(units(character.repeat(length), how)).toBe(index + 1);
      expect(units(character.repeat(length + 1), how)).toBe(index + 2);
    }
  },
);

describe("where carriers have ASCII instead of the GSM alphabet", () => {
  const how = { gsm7: false };

  test("TX6 a plain text is ASCII while it fits into one part, and UCS-2 from then on", () => {
    expect(split("a".repeat(159), how)).toEqual({ coding: "ascii", parts: ["a".repeat(159)] });
    expect(split("a".repeat(160), how)).toMatchObject({ coding: "ucs2" });
    expect(units("a".repeat(160), how)).toBe(3);
  });

  test("TX6 what the gateway writes as two septets is counted as two", () => {
    expect(split("[".repeat(79), how).coding).toBe("ascii");
    expect(split("[".repeat(80), how).coding).toBe("ucs2");
  });

  test("TX6 what the handset's alphabet or ASCII lacks is UCS-2", () => {
    for (const text of ["`", "é", "Å", "\t", "\f", "你"]) expect(split(text, how).coding).toBe("ucs2");
  });
});

test("TX5 the signature counts, and is put in front once", () => {
  const text = "飞".repeat(66);
  expect(units(text, { gsm7: false })).toBe(1);
  expect(sign("飞聊", text)).toBe(`【飞聊】${text}`);
  expect(units(sign("飞聊", text), { gsm7: false })).toBe(1);
  expect(units(sign("飞聊", `${text}飞`), { gsm7: false })).toBe(2);
  expect(sign("飞聊", sign("飞聊", text))).toBe(sign("飞聊", text));
  expect(units(sign("飞聊", "Your code is 123456."), { gsm7: true })).toBe(1);
  expect(split(sign("飞聊", "Your code is 123456."), { gsm7: true }).coding).toBe("ucs2");
});

test("TX4 vectors: a long text as SMPP and CMPP carry it", () => {
  const [first, second] = segment("a".repeat(161), { gsm7: true, ref: 0xa5 });
  expect(first!.user_data.toHex()).toBe(`050003a50201${"61".repeat(153)}`);
  expect(second!.user_data.toHex()).toBe(`050003a50202${"61".repeat(8)}`);
  const [wide] = segment("飞".repeat(71), { gsm7: false, ref: 0x1234, ref_bits: 16 });
  expect(wide!.user_data.toHex()).toBe(`06080412340201${"98de".repeat(66)}`);
  expect(segment("飞聊", { gsm7: false, ref: 1 })[0]).toEqual({
    coding: "ucs2",
    user_data: Uint8Array.of(0x98, 0xde, 0x80, 0x4a),
    has_header: false,
    part: 1,
    parts: 1,
  });
});

test("TX4 8-bit data has 140 bytes alone and 134 in a part, 133 with a wide reference", () => {
  const bytes = (length: number) => new Uint8Array(length).fill(7);
  expect(segmentBinary(bytes(140), { ref: 1 }).map((part) => part.user_data.length)).toEqual([140]);
  expect(segmentBinary(bytes(141), { ref: 1 }).map((part) => part.user_data.length)).toEqual([140, 13]);
  expect(segmentBinary(bytes(266), { ref: 1, ref_bits: 16 }).map(airBytes)).toEqual([140, 140]);
  expect(segmentBinary(bytes(269), { ref: 1 }).map((part) => part.parts)).toEqual([3, 3, 3]);
});

test("TX4 a lone surrogate is sent as U+FFFD", () => {
  expect(textOf(segment("a\ud83d", { gsm7: true, ref: 0 })[0]!)).toBe("a\ufffd");
});

test("TX4 255 parts can be sent, more are refused; so is a reference that does not fit", () => {
  expect(segment("a".repeat(153 * 255), { gsm7: true, ref: 0 })).toHaveLength(255);
  expect(() => segment("a".repeat(153 * 255 + 1), { gsm7: true, ref: 0 })).toThrow("too_many_parts");
  for (const ref of [-1, 256, 1.5]) {
    expect(() => segment("a", { gsm7: true, ref })).toThrow("reference_out_of_range");
  }
  expect(() => segment("a", { gsm7: true, ref: 0x10000, ref_bits: 16 })).toThrow("reference_out_of_range");
});

type Part = ReturnType<typeof segment>[number];

function contentOf({ user_data, has_header }: Part): Uint8Array {
  return has_header ? readUserData(user_data).content : user_data;
}

function textOf(part: Part): string {
  return decodeText(part.coding as TextCoding, contentOf(part));
}

/** What a part takes of the 140 octets of an SMS; the septets of the GSM alphabet and of ASCII are packed there. */
function airBytes(part: Part): number {
  const content = contentOf(part);
  const header_bytes = part.user_data.length - content.length;
  if (part.coding === "gsm7")
    return header_bytes + packSeptets(content, header_bytes && fillBits(header_bytes)).length;
  if (part.coding === "ascii") return packSeptets(encodeGsm7(textOf(part))!).length;
  return part.user_data.length;
}

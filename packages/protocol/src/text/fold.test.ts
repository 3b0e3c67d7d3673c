import { expect, test } from "bun:test";
import fc from "fast-check";
import { fold, foldWithOffsets } from "./fold.ts";
import { SIMPLIFIED, TRADITIONAL } from "./tables/simplified.ts";

test("what people do not tell apart is folded away: case, width, accents, traditional characters", () => {
  expect(fold("MEETING")).toBe("meeting");
  expect(fold("ＡＢＣ１２３")).toBe("abc123");
  expect(fold("Café Zürich")).toBe("cafe zurich");
  expect(fold("會議改到三點")).toBe("会议改到三点");
  expect(fold("ﾊﾝﾊﾞｰｶﾞｰ")).toBe(fold("ハンバーガー"));
});

test("what people do tell apart stays: が is not か", () => {
  expect(fold("が")).not.toBe(fold("か"));
});

test("the same text is folded alike however its marks are written", () => {
  for (const text of ["Café", "がぎ", "한국어", "Ằ"]) expect(fold(text.normalize("NFD"))).toBe(fold(text));
});

test("folding twice is folding once", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => expect(fold(fold(text))).toBe(fold(text))));
});

test("offsets lead from every unit of the folded text to what it was made of", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const { text: folded, starts, ends } = foldWithOffsets(text);
      expect(folded).toBe(fold(text));
      expect([starts.length, ends.length]).toEqual([folded.length, folded.length]);
      for (const [unit, start] of starts.entries())
        expect(fold(text.slice(start, ends[unit])).includes(folded[unit]!)).toBe(true);
    }),
  );
});

test("every traditional character of the table has one simplified character", () => {
  expect(TRADITIONAL.length).toBe(SIMPLIFIED.length);
  expect(new Set(TRADITIONAL).size).toBe(TRADITIONAL.length);
});

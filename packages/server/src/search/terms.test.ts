import { expect, test } from "bun:test";
import { fold } from "@feiliao/protocol/text/fold";
import { findQuery, queryOf } from "@feiliao/protocol/text/match";
import fc from "fast-check";
import { queryTerms, termsOf } from "./terms.ts";

/** Texts of few characters, so that queries are found in them often. */
const scraps = fc.constantFrom(
  "会",
  "議",
  "三",
  "点",
  "a",
  "B",
  "é",
  "1",
  "3",
  " ",
  "，",
  "-",
  "👍",
  "が",
  "한",
  "ab",
);
const text = fc.array(scraps, { maxLength: 12 }).map((parts) => parts.join(""));
const anyText = fc.oneof(text, fc.string({ unit: "grapheme", maxLength: 30 }));

test("SE1 characters without spaces are indexed alone and in pairs, words by their beginnings", () => {
  expect(termsOf("会议").sort()).toEqual(["会", "会议", "议"].sort());
  expect(termsOf("Meeting")).toEqual(["me", "mee", "meet", "meetin"]);
  expect(termsOf("周5b").sort()).toEqual(["5b", "周", "周5"].sort());
});

test("SE1 whatever is found in a text has all its terms among the text's", () => {
  fc.assert(
    fc.property(anyText, anyText, (content, asked) => {
      const query = queryOf(asked);
      if (!findQuery(content, query)) return;
      const terms = new Set(termsOf(content));
      expect(queryTerms(query).filter((term) => !terms.has(term))).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});

test("SE1 every part of a text that begins where a word does is found in it", () => {
  fc.assert(
    fc.property(text, fc.nat(12), fc.nat(12), (content, from, length) => {
      const part = [...content].slice(from, from + length).join("");
      const before = [...content].slice(0, from).at(-1) ?? " ";
      if (/[\p{L}\p{N}]/u.test(before) || /[a-z0-9]$/.test(fold(part))) return;
      const query = queryOf(part);
      if (query.length > 0) expect(findQuery(content, query)).not.toBeNull();
    }),
  );
});

test("a query has few terms, and a term has nothing that separates", () => {
  fc.assert(
    fc.property(anyText, (content) => {
      expect(queryTerms(queryOf(content)).length).toBeLessThanOrEqual(12);
      for (const term of termsOf(content)) expect(term).toMatch(/^[a-z0-9\u0080-\u{10ffff}]+$/u);
    }),
  );
});

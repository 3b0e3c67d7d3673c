import { expect, test } from "bun:test";
import fc from "fast-check";
import { snippetOf } from "./snippet.ts";

test("a short text is shown whole, on one line", () => {
  expect(snippetOf("三点\n开会", [{ start: 0, end: 2 }])).toEqual({
    text: "三点 开会",
    highlights: [{ start: 0, end: 2 }],
  });
});

test("SE6 of a long text, some before and after what was found is shown, and what is marked is what was found", () => {
  const place = fc.record({
    before: fc.nat(300),
    after: fc.nat(300),
    word: fc.constantFrom("三点", "👍", "meet"),
  });
  fc.assert(
    fc.property(place, ({ before, after, word }) => {
      const text = `${"😀".repeat(before)}${word}${"好".repeat(after)}`;
      const start = before * 2;
      const snippet = snippetOf(text, [{ start, end: start + word.length }]);
      const [highlight] = snippet.highlights;
      expect(snippet.text.slice(highlight!.start, highlight!.end)).toBe(word);
      expect(snippet.text.length).toBeLessThanOrEqual(122);
      expect(snippet.text.isWellFormed()).toBe(true);
    }),
  );
});

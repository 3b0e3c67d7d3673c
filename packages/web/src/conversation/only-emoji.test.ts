import { expect, test } from "bun:test";
import { isOnlyEmoji } from "./only-emoji.ts";

test("one to three emoji alone are large", () => {
  for (const text of ["😀", "❤️", "👍🏽", "👩‍👩‍👧‍👦", "🇨🇳", "😀 😀 😀"])
    expect([text, isOnlyEmoji(text)]).toEqual([text, true]);
});

test("text, digits and longer rows of emoji are not", () => {
  for (const text of ["", "a", "1", "#", "😀!", "😀😀😀😀", "好"])
    expect([text, isOnlyEmoji(text)]).toEqual([text, false]);
});

import { expect, test } from "bun:test";
import { toggleMark } from "./toggle-mark.ts";

test("a mark is put around what is selected, which stays selected", () => {
  expect(toggleMark({ text: "say it loud", start: 4, end: 6 }, "**")).toEqual({
    text: "say **it** loud",
    start: 6,
    end: 8,
  });
  expect(toggleMark({ text: "", start: 0, end: 0 }, "**")).toEqual({ text: "****", start: 2, end: 2 });
});

test("the same again takes it away", () => {
  const selected = { text: "say it loud", start: 4, end: 6 };
  expect(toggleMark(toggleMark(selected, "**"), "**")).toEqual(selected);
  expect(toggleMark(toggleMark(selected, "*"), "*")).toEqual(selected);
});

import { expect, test } from "bun:test";
import { matches } from "./filter.ts";

const xiaoyan = { title: "张小燕 Xiaoyan", address: "tel:+8613800138000" };

test("the filter finds a name in either case, and a number in any grouping", () => {
  expect(matches(xiaoyan, "")).toBe(true);
  expect(matches(xiaoyan, "小燕")).toBe(true);
  expect(matches(xiaoyan, "XIAO")).toBe(true);
  expect(matches(xiaoyan, "138 0013")).toBe(true);
  expect(matches(xiaoyan, "+86 138")).toBe(true);
});

test("the filter leaves out what does not match", () => {
  expect(matches(xiaoyan, "李雷")).toBe(false);
  expect(matches(xiaoyan, "139")).toBe(false);
  expect(matches({ title: "+", address: null }, "1")).toBe(false);
});

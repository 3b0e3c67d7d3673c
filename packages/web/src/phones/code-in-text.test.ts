import { expect, test } from "bun:test";
import { codeIn } from "./code-in-text.ts";

test("the code is found between Chinese words without spaces", () => {
  expect(codeIn("【飞聊】验证码483920，5分钟内有效。")).toEqual({
    before: "【飞聊】验证码",
    code: "483920",
    stop: "，",
    after: "5分钟内有效。",
  });
});

test("of two codes the first is taken, as in a text that repeats it for autofill", () => {
  expect(codeIn("123456 is your code. @localhost #123456")?.code).toBe("123456");
});

test.each(["hello", "call 110", "order 123456789", ""])("%p has no code", (text) => {
  expect(codeIn(text)).toBeNull();
});

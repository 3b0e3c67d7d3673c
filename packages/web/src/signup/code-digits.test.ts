import { expect, test } from "bun:test";
import { codeDigits } from "./code-digits.ts";

test("a code may be typed in groups, in full-width digits, or pasted with the whole SMS", () => {
  expect(codeDigits("123 456")).toBe("123456");
  expect(codeDigits("１２３４５６")).toBe("123456");
  expect(codeDigits("【飞聊】验证码 048213，5 分钟内有效。")).toBe("048213");
  expect(codeDigits("12a")).toBe("12");
  expect(codeDigits("12345678")).toBe("123456");
});

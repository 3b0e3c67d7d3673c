import { expect, test } from "bun:test";
import { codeSms } from "./code-sms.ts";

const NUMBER = "+8613800138001";

test("AC28 the last line of a code's SMS binds it to the origin, so that only its pages are offered it", () => {
  const { text } = codeSms(NUMBER, "048213", "zh-CN", "chat.example.org");
  expect(text.split("\n").at(-1)).toBe("@chat.example.org #048213");
});

test("AC28 the line never makes two SMS of one", () => {
  const host = "messenger.department.example.org";
  for (const locale of ["zh-CN", "en"] as const) {
    const { text } = codeSms(NUMBER, "048213", locale, host);
    expect(text).not.toContain(host);
    expect(text.length).toBeLessThanOrEqual(66);
  }
});

test("without an address that people use there is no such line", () => {
  expect(codeSms(NUMBER, "048213", "en", null).text).toBe("048213 is your code. Tell nobody.");
});

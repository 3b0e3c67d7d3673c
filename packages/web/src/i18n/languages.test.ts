import { expect, test } from "bun:test";
import { ERRORS } from "@feiliao/protocol/errors";
import { messages as en } from "./en.ts";
import { languageFor } from "./language.ts";
import { messages as zhCN } from "./zh-CN.ts";

/** Every text with its path, functions called with sample arguments. */
function texts(node: object, path = ""): [string, string][] {
  return Object.entries(node).flatMap(([key, value]): [string, string][] => {
    if (typeof value === "object") return texts(value as object, `${path}${key}.`);
    const text = typeof value === "function" ? (value as (...args: number[]) => string)(3, 4) : value;
    return [[`${path}${key}`, String(text)]];
  });
}

test("both languages have the same texts, and none is empty", () => {
  const [english, chinese] = [texts(en), texts(zhCN)];
  expect(chinese.map(([path]) => path)).toEqual(english.map(([path]) => path));
  for (const [path, text] of [...english, ...chinese]) expect([path, text.trim()]).not.toEqual([path, ""]);
});

test("the Chinese texts are Chinese", () => {
  const latinOnly = texts(zhCN).filter(([, text]) => !/\p{Script=Han}|：/u.test(text));
  expect(latinOnly).toEqual([]);
});

test("every error code of the contract is explained", () => {
  for (const code of Object.keys(ERRORS)) expect(Object.keys(en.error)).toContain(code);
});

test("English counts one and many", () => {
  expect(en.conversation.new_messages(1)).toBe("1 new message");
  expect(en.conversation.new_messages(2)).toBe("2 new messages");
});

test("the browser's list of languages decides, English when none is known", () => {
  expect(languageFor(["fr-FR", "zh-TW", "en"])).toBe("zh-CN");
  expect(languageFor(["en-GB", "zh-CN"])).toBe("en");
  expect(languageFor(["de"])).toBe("en");
});

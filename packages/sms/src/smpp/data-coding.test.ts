import { expect, test } from "bun:test";
import type { Coding } from "../peer/segment.ts";
import { codingOf, type DefaultAlphabet, dataCodingOf } from "./data-coding.ts";

const ALPHABETS: DefaultAlphabet[] = ["gsm7", "ascii", "latin1", "utf8"];
const CODINGS: Coding[] = ["gsm7", "ascii", "latin1", "utf8", "ucs2", "gb18030", "binary"];

test.each(ALPHABETS)("with %s as the default alphabet, a coding is read as it was written", (alphabet) => {
  for (const coding of CODINGS) {
    const data_coding = dataCodingOf(coding, alphabet);
    if (data_coding !== null) expect(codingOf(data_coding, alphabet)).toBe(coding);
  }
});

test("only the default alphabet has no number of its own", () => {
  expect(ALPHABETS.map((alphabet) => dataCodingOf(alphabet, alphabet))).toEqual([0, 0, 0, 0]);
  expect(dataCodingOf("gsm7", "latin1")).toBeNull();
  expect(dataCodingOf("gb18030", "gsm7")).toBeNull();
});

test.each([
  [0x02, "binary"],
  [0x10, "gsm7"],
  [0x18, "ucs2"],
  [0xf0, "gsm7"],
  [0xf5, "binary"],
] as const)("data_coding %p is %s, message class or not", (data_coding, coding) => {
  expect(codingOf(data_coding, "latin1")).toBe(coding);
});

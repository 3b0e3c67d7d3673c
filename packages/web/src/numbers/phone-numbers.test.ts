import { expect, test } from "bun:test";
import { countries, readNumber } from "./phone-numbers.ts";

test("a mainland number is grouped as it is typed, and its carrier recognised", () => {
  expect(readNumber("1380013", "CN")).toMatchObject({
    shown: "138 0013",
    e164: null,
    carrier: "china_mobile",
  });
  expect(readNumber("13800138000", "CN")).toEqual({
    shown: "138 0013 8000",
    country: "CN",
    e164: "+8613800138000",
    carrier: "china_mobile",
  });
  expect(readNumber("18612345678", "CN").carrier).toBe("china_unicom");
  expect(readNumber("189 1234 5678", "CN").carrier).toBe("china_telecom");
});

test("a number written with its country code chooses the country", () => {
  expect(readNumber("+49 1512 3456789", "CN")).toMatchObject({
    country: "DE",
    e164: "+4915123456789",
    carrier: null,
  });
  expect(readNumber("+8613800138000", "DE")).toMatchObject({
    country: "CN",
    shown: "138 0013 8000",
    e164: "+8613800138000",
  });
});

test("what has too few or too many digits is no number", () => {
  expect(readNumber("123", "CN").e164).toBeNull();
  expect(readNumber("1380013800012345", "CN").e164).toBeNull();
});

test("mainland China leads the countries, which are named in the person's language", () => {
  expect(countries("zh-CN")[0]).toEqual({ code: "CN", name: "中国", calling_code: "+86" });
  expect(countries("en").find(({ code }) => code === "DE")?.name).toBe("Germany");
});

import { expect, test } from "bun:test";
import { toInternational, toNational } from "./numbers.ts";

test.each(["13800138000", "8613800138000", "+8613800138000", "008613800138000"])(
  "CN12 the mobile number %s is 86 and eleven digits for SGIP, eleven digits for CMPP and SMGP",
  (number) => {
    expect(toInternational(number)).toBe("8613800138000");
    expect(toNational(toInternational(number))).toBe("13800138000");
  },
);

test("CN12 a number of another country, written with a plus or 00, is none of the mainland", () => {
  for (const written of ["+13475550123", "0013475550123"]) {
    expect(toInternational(written)).toBe("13475550123");
  }
});

test.each(["106900001234", "10086", "95588", "8529123456", "8612345678901"])(
  "CN12 %s, which is no mobile number of the mainland, stays as it is",
  (number) => {
    expect(toInternational(number)).toBe(number);
    expect(toNational(number)).toBe(number);
  },
);

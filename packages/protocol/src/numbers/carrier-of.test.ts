import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { CARRIERS, type CarrierName } from "./carrier.ts";
import { carrierOf, isVirtualOperator } from "./carrier-of.ts";
import { CARRIER_PREFIXES } from "./prefixes.ts";

/** Where the table knows better than the oracle's data, and why. */
const DIFFERENCES: Record<string, { oracle: CarrierName | null; ours: CarrierName | null; why: string }> = {
  "1349": { oracle: null, ours: "china_telecom", why: "satellite phones" },
  "1410": { oracle: null, ours: "china_telecom", why: "machines" },
  "1440": { oracle: null, ours: "china_mobile", why: "machines" },
  "146": { oracle: null, ours: "china_unicom", why: "machines" },
  "148": { oracle: null, ours: "china_mobile", why: "machines" },
  "149": { oracle: null, ours: "china_telecom", why: "data cards" },
  "154": { oracle: "china_mobile", ours: null, why: "not assigned; the oracle has one row for all of 15" },
  "162": { oracle: null, ours: "china_telecom", why: "virtual operators, newer than the oracle's data" },
  "165": { oracle: null, ours: "china_mobile", why: "virtual operators, newer than the oracle's data" },
  "198": { oracle: "china_telecom", ours: "china_mobile", why: "corrected in later data" },
};

const vectors = readFileSync(`${import.meta.dir}/vectors/86-carriers.txt`, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [first, last, carrier] = line.split(" ");
    return { first: Number(first), last: Number(last), carrier: carrier === "-" ? null : carrier };
  });

function differenceAt(block: number) {
  const digits = String(block);
  return DIFFERENCES[digits.slice(0, 4)] ?? DIFFERENCES[digits.slice(0, 3)];
}

test("every 7-digit block has the oracle's carrier, but for the stated differences", () => {
  const surprises: string[] = [];
  let compared = 0;
  for (const { first, last, carrier } of vectors) {
    for (let block = first; block <= last; block++) {
      const difference = differenceAt(block);
      const expected = difference ? difference.ours : carrier;
      const found = carrierOf(`+86${block}0000`);
      if (found !== expected || (difference && difference.oracle !== carrier))
        surprises.push(`${block}: oracle ${carrier}, ours ${found}`);
      compared++;
    }
  }
  expect(surprises).toEqual([]);
  expect(compared).toBe(700_000);
});

test("no prefix belongs to two carriers", () => {
  const all = CARRIERS.flatMap((carrier) => CARRIER_PREFIXES[carrier]);
  expect(new Set(all).size).toBe(all.length);
});

test("192 is China Broadnet", () => {
  expect(carrierOf("+8619200138000")).toBe("china_broadnet");
});

test("the longest prefix wins", () => {
  expect(carrierOf("+8613481234567")).toBe("china_mobile");
  expect(carrierOf("+8613491234567")).toBe("china_telecom");
});

test("an unfinished number has a carrier as soon as its prefix is there", () => {
  expect(carrierOf("+8613")).toBeNull();
  expect(carrierOf("+86138")).toBe("china_mobile");
  expect(carrierOf("+86170")).toBeNull();
  expect(carrierOf("+861700")).toBe("china_telecom");
});

test.each(["13800138000", "+8612345678901", "+861064101234", "+14155550100", "+85291234567", "", "+86138x"])(
  "%p has no mainland carrier",
  (text) => {
    expect(carrierOf(text)).toBeNull();
    expect(isVirtualOperator(text)).toBe(false);
  },
);

test("virtual operators' numbers are told apart, and have the carrier whose network they use", () => {
  for (const prefix of ["162", "165", "167", "1705", "171"]) {
    expect(isVirtualOperator(`+86${prefix}12345678`)).toBe(true);
    expect(carrierOf(`+86${prefix}12345678`)).not.toBeNull();
  }
  expect(isVirtualOperator("+8617212345678")).toBe(false);
});

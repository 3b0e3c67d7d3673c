import { expect, test } from "bun:test";
import type { Fault } from "./fault.ts";
import type { Result } from "./results.ts";
import { withTable } from "./table.ts";

const DOCUMENT =
  "before\n<!-- results: written by `npm run faults` -->\na table of yesterday\n<!-- end of results -->\nafter\n";

const fault: Fault = {
  id: "F01",
  title: "nothing is lost",
  rules: "D1",
  needs: "node",
  unit: "kills",
  amount: { short: 1, run: 100, campaign: 10_000 },
  limit_ms: 1,
  run: () => Promise.reject(new Error("not run here")),
};

const result = (seed: number, count = 0): Result => ({
  ...{ fault: "F01", seed, amount: 500, count, kinds: count > 0 ? ["D1 lost"] : [] },
  ...{ work: { acknowledged: 1_000 }, figures: {}, seconds: 9, date: "2026-11-22" },
  ...{ machine: "2 cores, Linux x64", revision: "abc" },
});

test("the table adds up the runs of a fault, and says what they prove", () => {
  const document = withTable(DOCUMENT, [fault], [result(1), result(2), result(4)]);
  expect(document).toContain("| 1,500 of 10,000 kills | 1–2, 4 | 3,000 acks | 0 | < 0.2 % per kill |");
  expect(document).toStartWith("before\n");
  expect(document).toEndWith("<!-- end of results -->\nafter\n");
  expect(document).not.toContain("yesterday");
});

test("a finding takes the place of the bound", () => {
  const document = withTable(DOCUMENT, [fault], [result(1), result(2, 3)]);
  expect(document).toContain("| 3: D1 lost | – |");
});

test("what was not tried yet is told as such", () => {
  expect(withTable(DOCUMENT, [fault], [])).toContain("| not yet |");
});

import { expect, test } from "bun:test";
import { CHALLENGE_BITS_MAX, conversionStep } from "./conversion.ts";

test("AC9 nothing follows from fewer codes than say something", () => {
  expect(conversionStep("block", { sent: 29, settled: 29, entered: 0 })).toEqual({ step: "open" });
  expect(conversionStep("all", { sent: 99, settled: 99, entered: 0 })).toEqual({ step: "open" });
});

test("AC9 below 20 % entered, codes cost work, and more of it with each doubling of the sample", () => {
  const bits = (sent: number) => conversionStep("network", { sent, settled: 0, entered: 0 });
  expect(bits(30)).toEqual({ step: "challenge", bits: 18 });
  expect(bits(59)).toEqual({ step: "challenge", bits: 18 });
  expect(bits(60)).toEqual({ step: "challenge", bits: 19 });
  expect(bits(500)).toEqual({ step: "challenge", bits: CHALLENGE_BITS_MAX });
  expect(conversionStep("network", { sent: 50, settled: 50, entered: 10 })).toEqual({ step: "open" });
  expect(conversionStep("network", { sent: 50, settled: 50, entered: 9 }).step).toBe("challenge");
});

test("AC9 below 5 % of those that are old enough, there are none; of young ones nothing is concluded", () => {
  expect(conversionStep("block", { sent: 40, settled: 29, entered: 0 }).step).toBe("challenge");
  expect(conversionStep("block", { sent: 40, settled: 30, entered: 1 }).step).toBe("stop");
  expect(conversionStep("block", { sent: 40, settled: 40, entered: 2 }).step).toBe("challenge");
});

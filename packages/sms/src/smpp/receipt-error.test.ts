import { expect, test } from "bun:test";
import { receiptReason } from "./receipt-error.ts";

test.each(["valueOf", "constructor", "__proto__", "999"])(
  "an error that nobody knows is unspecified, also when every object has one: %s",
  (error) => {
    expect(receiptReason("failed", "UNDELIV", error, {})).toBe("unspecified");
  },
);

test("an error means what the carrier's own table says, else what most carriers mean", () => {
  expect(receiptReason("failed", "UNDELIV", "069", { "069": "suspended" })).toBe("suspended");
  expect(receiptReason("failed", "UNDELIV", "1", {})).toBe("number_unknown");
});

import { expect, test } from "bun:test";
import { duration, share, yuan } from "./amounts.ts";

test("amounts are written with what they are measured in", () => {
  expect([0, 5, 105, 100_000].map(yuan)).toEqual(["¥0.00", "¥0.05", "¥1.05", "¥1000.00"]);
  expect([null, 0, 339.6, 1_234].map(duration)).toEqual(["–", "0 ms", "340 ms", "1.2 s"]);
  expect([share(0, 0), share(1, 3), share(30, 30)]).toEqual(["–", "33 %", "100 %"]);
});

import { expect, test } from "bun:test";
import { ReferenceNumbers } from "./reference-numbers.ts";

const from = (first: number) => ({ bytes: (length: number) => new Uint8Array(length).fill(first) });

test("TX12 numbers are counted per sender and recipient, and begin again after 255", () => {
  const numbers = new ReferenceNumbers(from(253));
  const next = (to: string) => numbers.next("1065500100", to);
  expect([next("1"), next("1"), next("2"), next("1"), next("1")]).toEqual([254, 255, 254, 0, 1]);
});

test("TX12 the pair that was silent longest is forgotten first", () => {
  const numbers = new ReferenceNumbers(from(9), 2);
  const next = (to: string) => numbers.next("1065500100", to);
  expect([next("1"), next("2"), next("1"), next("3"), next("1"), next("2")]).toEqual([
    10, 10, 11, 10, 12, 10,
  ]);
});

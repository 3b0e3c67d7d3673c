import { expect, test } from "bun:test";
import { counter, firstWithin } from "./counter.ts";

const NOON = Date.parse("2026-03-02T12:00:00+08:00");

test("CN12 a gateway that starts again within the minute of its ids gives none of them twice", () => {
  const idsFrom = (started_at: number) => {
    const count = counter(firstWithin(60_000, 1_000_000, started_at));
    return Array.from({ length: 1_000 }, () => count() % 1_000_000);
  };
  const before = idsFrom(NOON + 20_000);
  const after = idsFrom(NOON + 20_100);
  expect(new Set([...before, ...after]).size).toBe(2_000);
});

test("CN13 requests are counted on from 4,294,967,295 at 0", () => {
  const count = counter(2 ** 32 - 1);
  expect([count(), count()]).toEqual([2 ** 32 - 1, 0]);
});

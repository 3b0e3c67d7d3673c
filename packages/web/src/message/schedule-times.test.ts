import { expect, test } from "bun:test";
import { fieldValue, likelyTimes } from "./schedule-times.ts";

const local = (text: string): number => new Date(text).getTime();
const offered = (text: string) =>
  likelyTimes(local(text)).map(([name, at]) => `${name} ${fieldValue(at).replace("T", " ")}`);

test("on a Wednesday morning all likely times are offered", () => {
  expect(offered("2026-11-25T10:30")).toEqual([
    "in_hour 2026-11-25 11:30",
    "tonight 2026-11-25 20:00",
    "tomorrow 2026-11-26 09:00",
    "monday 2026-11-30 09:00",
  ]);
});

test("an evening that has come, and a Monday that is tomorrow, are not offered twice or in vain", () => {
  expect(offered("2026-11-29T19:55")).toEqual(["in_hour 2026-11-29 20:55", "tomorrow 2026-11-30 09:00"]);
  expect(offered("2026-11-30T08:00").at(-1)).toBe("monday 2026-12-07 09:00");
});

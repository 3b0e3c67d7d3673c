import { expect, test } from "bun:test";
import { budgetsOf, reasonOf } from "./budgets.ts";
import { dayOf, monthOf } from "./calendar.ts";

const LIMITS = {
  person_day_units_max: 10,
  person_month_units_max: 100,
  day_fen_max: 500,
  month_fen_max: 5_000,
};
const LINK = { id: "mobile", day_fen_max: 50, month_fen_max: null };

test("SM8 the day and the month are those of Asia/Shanghai", () => {
  expect(dayOf(Date.parse("2026-01-31T15:59:59Z"))).toBe("2026-01-31");
  expect(dayOf(Date.parse("2026-01-31T16:00:00Z"))).toBe("2026-02-01");
  expect(monthOf(Date.parse("2026-12-31T16:00:00Z"))).toBe("2027-01");
});

test("SM8 an SMS of a person takes from their quota, from its link and from all; the server's own from no quota", () => {
  const now = Date.parse("2026-03-02T10:00:00+08:00");
  const taken = { sender: "acc_1", units: 2, fen: 10, now } as const;
  const limited = budgetsOf(taken, LINK, LIMITS).filter(({ max }) => max < Number.MAX_SAFE_INTEGER);
  expect(limited.map(({ key, amount, max }) => [key, amount, max])).toEqual([
    ["person acc_1 2026-03-02", 2, 10],
    ["person acc_1 2026-03", 2, 100],
    ["link mobile 2026-03-02", 10, 50],
    ["all 2026-03-02", 10, 500],
    ["all 2026-03", 10, 5_000],
  ]);
  expect(limited.map(({ key }) => reasonOf(key))).toEqual(["quota", "quota", "budget", "budget", "budget"]);
  const own = budgetsOf({ ...taken, sender: null }, LINK, LIMITS);
  expect(own.every(({ key }) => !key.startsWith("person"))).toBe(true);
});

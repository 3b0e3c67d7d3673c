import { expect, test } from "bun:test";
import { HealthWatch } from "./link-health.ts";
import { SlidingWindow } from "./sliding-window.ts";

const NUMBER = "+8613800138000";

test("HE1 counts and durations leave the window with time", () => {
  const window = new SlidingWindow(12_000);
  window.count("accepted", 0);
  window.duration("answer", 100, 0);
  window.count("accepted", 6_000);
  window.duration("answer", 300, 6_000);
  expect(window.counts(6_000).get("accepted")).toBe(2);
  expect(window.quantile("answer", 0.5, 6_000)).toBe(100);
  expect(window.counts(14_000).get("accepted")).toBe(1);
  expect(window.quantile("answer", 0.5, 14_000)).toBe(300);
  expect(window.counts(30_000).get("accepted")).toBeUndefined();
  expect(window.quantile("answer", 0.5, 30_000)).toBeNull();
});

test("HE1 of many durations some stand for all", () => {
  const window = new SlidingWindow(12_000, 50);
  for (let number = 1; number <= 10_000; number++) window.duration("answer", number, 0);
  expect(Math.abs(window.quantile("answer", 0.5, 0)! - 5_000)).toBeLessThan(500);
  expect(Math.abs(window.quantile("answer", 0.95, 0)! - 9_500)).toBeLessThan(500);
});

test("HE1 health tells outcomes by reason, and how long answers and delivery took; repeated reports once", () => {
  const watch = new HealthWatch();
  watch.answered(NUMBER, { outcome: "accepted", carrier_message_ids: ["1", "2"] }, 40, 1_000);
  watch.answered(NUMBER, { outcome: "refused", refusal: "filtered", code: "cmpp:9" }, 60, 1_000);
  watch.answered(NUMBER, { outcome: "unknown", carrier_message_ids: [] }, 30_000, 1_000);
  const report = { to: NUMBER, state: "delivered", reason: null, code: "DELIVRD", at: 0 } as const;
  for (const carrier_message_id of ["1", "1", "3"]) {
    watch.reported({ ...report, carrier_message_id }, 4_000);
  }
  watch.reported({ ...report, carrier_message_id: "2", state: "expired" }, 4_000);
  expect(watch.health(3, 16, 4_000)).toEqual({
    ...{ window_ms: 600_000, accepted: 1, unknown: 1, refused: { filtered: 1 }, delivered: 1, failed: 1 },
    ...{ answer_p50_ms: 40, answer_p95_ms: 60, delivery_p50_ms: 3_000, delivery_p95_ms: 3_000 },
    ...{ outstanding: 3, outstanding_max: 16 },
  });
});

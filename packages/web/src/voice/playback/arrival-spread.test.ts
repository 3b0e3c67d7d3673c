import { expect, test } from "bun:test";
import fc from "fast-check";
import { ArrivalSpread, START_MS_MAX, TARGET_MS_MAX, TARGET_MS_MIN } from "./arrival-spread.ts";

const arrivals = (spread: ArrivalSpread, count: number, lateness_ms: (packet: number) => number) => {
  for (let packet = 0; packet < count; packet++) spread.arrived(packet, packet * 20 + lateness_ms(packet));
};

test("VL3: steady arrivals bring the target down to its minimum, slowly", () => {
  const spread = new ArrivalSpread(100);
  arrivals(spread, 50, () => 0);
  expect(spread.target_ms).toBeGreaterThan(90);
  arrivals(spread, 3_000, () => 0);
  expect(spread.target_ms).toBeCloseTo(TARGET_MS_MIN, 0);
});

test("VL3: when more than 3 % come late, the target covers them at once", () => {
  const spread = new ArrivalSpread(60);
  arrivals(spread, 20, (packet) => (packet === 19 ? 150 : 0));
  expect(spread.target_ms).toBe(170);
});

test("VL3: a constant delay of any size does not count as lateness", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (delay) => {
      const spread = new ArrivalSpread(60);
      arrivals(spread, 100, () => delay);
      expect(spread.target_ms).toBe(TARGET_MS_MIN);
    }),
  );
});

test("VL3: whatever happens, the target and the next start stay within their limits", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60_000 })), (lateness) => {
      const spread = new ArrivalSpread(100);
      arrivals(spread, lateness.length, (packet) => lateness[packet]!);
      expect(spread.target_ms).toBeGreaterThanOrEqual(TARGET_MS_MIN);
      expect(spread.target_ms).toBeLessThanOrEqual(TARGET_MS_MAX);
      expect(spread.next_start_ms).toBeGreaterThanOrEqual(TARGET_MS_MIN);
      expect(spread.next_start_ms).toBeLessThanOrEqual(START_MS_MAX);
    }),
  );
});

test("VL3: the next talk starts so that the latest packet of this one would have been in time", () => {
  const spread = new ArrivalSpread(60);
  arrivals(spread, 400, (packet) => (packet === 100 ? 130 : 0));
  expect(spread.next_start_ms).toBe(150);
});

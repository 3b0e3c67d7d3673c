import { expect, test } from "bun:test";
import { Throughput } from "./throughput.ts";

const MINUTE_MS = 60_000;

test("TP1 one second's worth may go at once, and then as many a second as was agreed", () => {
  const throughput = new Throughput(10, 0);
  expect(throughput.available(0)).toBe(10);
  throughput.take(10, 0);
  expect(throughput.available(0)).toBe(0);
  expect(throughput.wait_ms(0)).toBe(100);
  expect(throughput.available(500)).toBe(5);
  expect(throughput.available(MINUTE_MS)).toBe(10);
});

test("TP1 a long SMS takes what it needs, and the next one waits for it", () => {
  const throughput = new Throughput(2, 0);
  throughput.take(5, 0);
  expect(throughput.wait_ms(0)).toBe(2_000);
  expect(throughput.available(1_999)).toBe(0);
  expect(throughput.available(2_000)).toBe(1);
});

test("TP1 less than one part a second is possible, as of a modem", () => {
  const throughput = new Throughput(0.25, 0);
  throughput.take(1, 0);
  expect(throughput.wait_ms(0)).toBe(4_000);
  expect(throughput.available(4_000)).toBe(1);
});

test("TP1 a clock that is set back neither gives nor takes", () => {
  const throughput = new Throughput(10, MINUTE_MS);
  throughput.take(4, MINUTE_MS);
  expect(throughput.available(0)).toBe(6);
  expect(throughput.available(100)).toBe(7);
});

test("TP2 after throttled, half as much goes, and all of it again a minute later", () => {
  const throughput = new Throughput(10, 0);
  throughput.throttled(0);
  expect(throughput.available(0)).toBe(0);
  expect(throughput.available(1_000)).toBe(5);
  throughput.available(MINUTE_MS);
  throughput.take(10, MINUTE_MS);
  expect(throughput.available(MINUTE_MS + 500)).toBe(5);
});

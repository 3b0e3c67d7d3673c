import { expect, test } from "bun:test";
import { Latency } from "./latency.ts";

test("percentiles are those of the samples", () => {
  const latency = new Latency();
  for (let ms = 1; ms <= 1_000; ms++) latency.add(ms);
  expect(latency.summary()).toEqual({
    n: 1_000,
    p50_ms: 501,
    p90_ms: 901,
    p99_ms: 991,
    p999_ms: 1_000,
    max_ms: 1_000,
  });
});

test("beyond its capacity it counts on and remembers the longest", () => {
  const latency = new Latency(10);
  for (let ms = 1; ms <= 1_000; ms++) latency.add(ms);
  expect(latency.summary()).toMatchObject({ n: 1_000, max_ms: 1_000 });
});

test("after a reset there is nothing to summarise", () => {
  const latency = new Latency();
  latency.add(5);
  latency.reset();
  expect(latency.summary()).toMatchObject({ n: 0, p50_ms: null, max_ms: 0 });
});

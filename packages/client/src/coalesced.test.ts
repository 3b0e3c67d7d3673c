import { expect, test } from "bun:test";
import { coalesced } from "./coalesced.ts";
import { settled } from "./testing/virtual-clock.ts";

test("requests during a run cause exactly one more run, and all of them wait for it", async () => {
  const gates: (() => void)[] = [];
  const run = coalesced(() => new Promise((resolve) => gates.push(resolve)));
  let finished = 0;
  for (let request = 0; request < 5; request++) void run().then(() => finished++);
  await settled();
  expect([gates.length, finished]).toEqual([1, 0]);
  gates[0]!();
  await settled();
  expect([gates.length, finished]).toEqual([2, 0]);
  gates[1]!();
  await settled();
  expect([gates.length, finished]).toEqual([2, 5]);
  void run();
  expect(gates.length).toBe(3);
});

test("a run that fails tells its requesters and does not stop later ones", async () => {
  let runs = 0;
  const run = coalesced(async () => {
    if (++runs === 1) throw new Error("first");
  });
  await expect(run()).rejects.toThrow("first");
  await run();
  expect(runs).toBe(2);
});

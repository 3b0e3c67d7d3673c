import { expect, test } from "bun:test";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { BusMessage } from "../bus/bus.ts";
import { inProcessBus } from "../bus/in-process.ts";
import { VirtualClock } from "../platform/virtual-clock.ts";
import { Doubts } from "./doubts.ts";

const FAILED = new FeiliaoError("storage_failed");

function setUp() {
  const clock = new VirtualClock();
  const bus = inProcessBus();
  const told: BusMessage[] = [];
  bus.subscribe((message) => told.push(message));
  return { clock, told, doubts: new Doubts(bus, clock) };
}

test("CV21 D15 D17 whom a failed write concerns is told to pull, once, when a later write succeeds", async () => {
  const { doubts, told, clock } = setUp();
  for (const failure of [FAILED, FAILED]) {
    const write = doubts.watch({ conversation_id: "con_a" }, Promise.reject(failure));
    await expect(write).rejects.toBe(failure);
  }
  expect(told).toEqual([]);
  expect(await doubts.watch({ account_id: "acc_a" }, Promise.resolve(1))).toBe(1);
  const frame = '{"event":"lagging"}';
  const afterwards: BusMessage[] = [
    { kind: "audience_changed", conversation_id: "con_a" },
    { kind: "conversation_frame", conversation_id: "con_a", frame, origin: null },
  ];
  expect(told).toEqual(afterwards);
  clock.advance(60_000);
  expect(told).toEqual(afterwards);
});

test("CV21 D15 without a later write they are told after five seconds", async () => {
  const { doubts, told, clock } = setUp();
  doubts.note({ account_id: "acc_a" }, FAILED);
  clock.advance(5_000);
  expect(told).toEqual([{ kind: "account_frame", account_id: "acc_a", frame: '{"event":"lagging"}' }]);
});

test("a write that was refused leaves no doubt", async () => {
  const { doubts, told, clock } = setUp();
  doubts.note({ account_id: "acc_a" }, new FeiliaoError("not_found"));
  doubts.settle();
  clock.advance(60_000);
  expect(told).toEqual([]);
});

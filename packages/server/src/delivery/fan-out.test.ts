import { expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import { inProcessBus } from "../bus/in-process.ts";
import { silentLogger } from "../platform/logger.ts";
import { VirtualClock } from "../platform/virtual-clock.ts";
import { FanOut } from "./fan-out.ts";
import { GapRecovery } from "./gap-recovery.ts";
import type { Receiver } from "./receiver.ts";
import { Receivers } from "./receivers.ts";

/** A socket that keeps what it is sent. */
function socket(): { receiver: Receiver; pushed: string[] } {
  const pushed: string[] = [];
  const receiver: Receiver = {
    id: "1@node",
    account_id: "acc_alice",
    device_id: "dev_alice",
    attending: null,
    hearing: new Map(),
    stopHearing() {},
    push: (frame) => pushed.push(frame) > 0,
    pushVoice: () => true,
    goodbye() {},
  };
  return { receiver, pushed };
}

test("D9 when nobody knows whom an entry must reach, since the store fails, every socket is told to pull", async () => {
  const bus = inProcessBus();
  const receivers = new Receivers();
  const { receiver, pushed } = socket();
  receivers.add(receiver);
  const conversations = { audience: () => Promise.reject(new Error("the database cannot be reached")) };
  const gapRecovery = new GapRecovery(bus, receivers, new VirtualClock());
  const fanOut = new FanOut(bus, receivers, conversations, gapRecovery, silentLogger);
  bus.publish({ kind: "conversation_frame", conversation_id: "con_a", frame: "{}", origin: null });
  await until("the socket to be told", () => pushed.length > 0);
  expect(pushed).toEqual([JSON.stringify({ event: "lagging" })]);
  fanOut.close();
  gapRecovery.close();
});

import { expect, test } from "bun:test";
import type { AccountId } from "@feiliao/protocol";
import type { Bus, BusMessage } from "./bus.ts";

/** What every bus must do. */
export function busContract(name: string, open: () => Promise<Bus>): void {
  const message = (frame: string): BusMessage => ({
    kind: "account_frame",
    account_id: "acc_a" as AccountId,
    frame,
  });

  test(`bus contract: ${name}: messages of one publisher arrive in order, at every subscriber, its own node included`, async () => {
    const bus = await open();
    const first: BusMessage[] = [];
    const second: BusMessage[] = [];
    bus.subscribe((heard) => first.push(heard));
    bus.subscribe((heard) => second.push(heard));
    const sent = Array.from({ length: 20 }, (_, index) => message(String(index)));
    for (const each of sent) bus.publish(each);
    await Bun.sleep(0);
    expect(first).toEqual(sent);
    expect(second).toEqual(sent);
    await bus.close();
  });

  test(`bus contract: ${name}: nothing is heard after unsubscribing`, async () => {
    const bus = await open();
    const heard: BusMessage[] = [];
    const unsubscribe = bus.subscribe((each) => heard.push(each));
    unsubscribe();
    bus.publish(message("late"));
    await Bun.sleep(0);
    expect(heard).toEqual([]);
    await bus.close();
  });
}

import { afterEach, describe, expect, test } from "bun:test";
import type { AccountId, ConversationId, DeviceId, TalkId } from "@feiliao/protocol";
import type { Bus, BusMessage } from "./bus.ts";

const account_id = "acc_a" as AccountId;
const conversation_id = "cnv_a" as ConversationId;
const talk_id = "tlk_a" as TalkId;

const frame = (text: string): BusMessage => ({ kind: "account_frame", account_id, frame: text });
export const frames = (count: number, text = "") =>
  Array.from({ length: count }, (_, index) => frame(`${text}${index}`));

/** One message of every kind, with what is hard to carry: no origin, other scripts, every byte, nothing. */
export const ONE_OF_EACH: readonly BusMessage[] = [
  { kind: "conversation_frame", conversation_id, frame: '{"text":"你好 👋"}', origin: "7@node" },
  { kind: "conversation_frame", conversation_id, frame: "", origin: null },
  frame("\u{feff}{}"),
  { kind: "typing", conversation_id, account_id, frame: "{}" },
  {
    kind: "talk_packets",
    conversation_id,
    talk_id,
    talker: account_id,
    first: 44_999,
    packets: [Uint8Array.from({ length: 256 }, (_, index) => index), new Uint8Array(0)],
  },
  { kind: "talk_ended", conversation_id, talk_id, packets: 45_001 },
  { kind: "device_revoked", account_id, device_id: "dev_a" as DeviceId },
];

export function listenTo(bus: Bus): { heard: BusMessage[]; gaps: () => number } {
  const heard: BusMessage[] = [];
  let gaps = 0;
  bus.subscribe((message) => heard.push(message));
  bus.onGap(() => gaps++);
  return { heard, gaps: () => gaps };
}

/** What every bus must do, seen from one node. */
export function busContract(name: string, open: () => Promise<Bus>): void {
  describe(`bus contract: ${name}`, () => {
    const opened: Bus[] = [];
    const openOne = async () => {
      const bus = await open();
      opened.push(bus);
      return bus;
    };
    afterEach(() => Promise.all(opened.splice(0).map((bus) => bus.close())));

    test("B2 a node hears its own messages at once, in order, at every subscriber, of every kind", async () => {
      const bus = await openOne();
      const [first, second] = [listenTo(bus), listenTo(bus)];
      for (const message of ONE_OF_EACH) bus.publish(message);
      expect(first.heard).toEqual([...ONE_OF_EACH]);
      expect(second.heard).toEqual([...ONE_OF_EACH]);
    });

    test("nothing is heard after unsubscribing", async () => {
      const bus = await openOne();
      const heard: BusMessage[] = [];
      const unsubscribe = bus.subscribe((message) => heard.push(message));
      unsubscribe();
      bus.publish(frame("late"));
      expect(heard).toEqual([]);
    });

    test("after it was closed, publishing does nothing", async () => {
      const bus = await openOne();
      const { heard } = listenTo(bus);
      await bus.close();
      bus.publish(frame("late"));
      expect(heard).toEqual([]);
    });
  });
}

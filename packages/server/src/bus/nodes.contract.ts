import { afterEach, describe, expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import { frames, listenTo, ONE_OF_EACH } from "./bus.contract.ts";
import type { Bus, BusMessage } from "./bus.ts";
import type { UnreliableWire } from "./nats/testing/unreliable-wire.ts";

export interface Node {
  bus: Bus;
  /** What this node receives can be lost here. */
  wire: UnreliableWire;
}

/** What every bus between nodes must do. `join` opens one more node of the same service. */
export function nodesContract(name: string, join: () => Promise<Node>): void {
  describe(`nodes contract: ${name}`, () => {
    const joined: Node[] = [];
    const newNode = async () => {
      const node = await join();
      joined.push(node);
      await until("all know each other", () =>
        joined.every(({ wire }) => wire.heard_of.size >= joined.length),
      );
      return { ...node, ...listenTo(node.bus) };
    };
    afterEach(() => Promise.all(joined.splice(0).map(({ bus }) => bus.close())));

    const publish = (bus: Bus, messages: readonly BusMessage[]) => {
      for (const message of messages) bus.publish(message);
    };
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const hears = (what: string, { heard }: { heard: BusMessage[] }, count: number) =>
      until(what, () => heard.length >= count);

    test("B1 B2 messages of every kind reach the other node as they were, and their own node once", async () => {
      const [near, far] = [await newNode(), await newNode()];
      publish(near.bus, ONE_OF_EACH);
      await hears("all kinds", far, ONE_OF_EACH.length);
      expect(far.heard).toEqual([...ONE_OF_EACH]);
      await until("its own echo", () => near.wire.heartbeats > 2);
      expect(near.heard).toEqual([...ONE_OF_EACH]);
    });

    test("B1 a burst of thousands arrives whole and in order, in both directions", async () => {
      const [near, far] = [await newNode(), await newNode()];
      const [there, back] = [frames(5_000, "there "), frames(5_000, "back ")];
      publish(near.bus, there);
      publish(far.bus, back);
      await hears("the burst there", far, 10_000);
      await hears("the burst back", near, 10_000);
      expect(far.heard.slice(5_000)).toEqual(there);
      expect(near.heard.slice(5_000)).toEqual(back);
      expect(near.gaps() + far.gaps()).toBe(0);
    });

    test("B1 more than fits into one piece arrives in several", async () => {
      const [near, far] = [await newNode(), await newNode()];
      const large = frames(12, "大".repeat(50_000));
      publish(near.bus, large);
      await hears("the large ones", far, large.length);
      expect(far.heard).toEqual(large);
      expect(far.gaps()).toBe(0);
    });

    test("B6 a node that joins late is not told of a gap", async () => {
      const near = await newNode();
      publish(near.bus, frames(3));
      await turn();
      const late = await newNode();
      const seen = late.wire.heartbeats;
      publish(near.bus, frames(2, "later "));
      await hears("what was said since", late, 2);
      await until("signs of life of both", () => late.wire.heartbeats >= seen + 4);
      expect(late.heard).toEqual(frames(2, "later "));
      expect(late.gaps()).toBe(0);
    });

    test("B3 a lost message is a gap, and the next ones are heard", async () => {
      const [near, far] = [await newNode(), await newNode()];
      far.wire.fate = () => "lost";
      publish(near.bus, frames(1, "lost "));
      await until("the gap, though nothing followed", () => far.gaps() > 0);
      far.wire.fate = () => "arrives";
      publish(near.bus, frames(2));
      await hears("the next ones", far, 2);
      expect(far.heard).toEqual(frames(2));
      expect(near.gaps()).toBe(0);
    });

    test("B1 a repeated message is heard once", async () => {
      const [near, far] = [await newNode(), await newNode()];
      far.wire.fate = () => "twice";
      for (const message of frames(3)) {
        publish(near.bus, [message]);
        await turn();
      }
      await hears("all three", far, 3);
      expect(far.heard).toEqual(frames(3));
      expect(far.gaps()).toBe(0);
    });

    test("B1 B3 what was overtaken is a gap and is not heard out of order", async () => {
      const [near, far] = [await newNode(), await newNode()];
      const fates = ["late", "arrives"] as const;
      let arrived = 0;
      far.wire.fate = () => fates[arrived++ % 2]!;
      const [first, second] = frames(2);
      publish(near.bus, [first!]);
      await turn();
      publish(near.bus, [second!]);
      await until("the gap", () => far.gaps() > 0);
      expect(far.heard).toEqual([second!]);
    });
  });
}

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type NatsCluster, startNatsCluster } from "@feiliao/testkit/servers/nats";
import { until } from "@feiliao/testkit/until";
import { systemClock } from "../../platform/clock.ts";
import { silentLogger } from "../../platform/logger.ts";
import { systemRandom } from "../../platform/random.ts";
import { busContract, frames, listenTo } from "../bus.contract.ts";
import type { BusMessage } from "../bus.ts";
import { type Node, nodesContract } from "../nodes.contract.ts";
import { SERVICE_BYTES } from "./envelope.ts";
import { openNetworkedBus } from "./nats-bus.ts";
import { parseNatsUrl } from "./nats-url.ts";
import { NatsWire } from "./nats-wire.ts";
import { UnreliableWire } from "./testing/unreliable-wire.ts";

const service = new Uint8Array(SERVICE_BYTES);
const parts = { service, clock: systemClock, random: systemRandom, logger: silentLogger };

let cluster: NatsCluster;
beforeAll(async () => {
  cluster = await startNatsCluster(3);
});
afterAll(() => cluster.stop());

async function join(url: string): Promise<Node> {
  const wire = new UnreliableWire(new NatsWire(parseNatsUrl(url), parts));
  return { wire, bus: await openNetworkedBus(wire, parts) };
}

async function joinListening(url: string) {
  const node = await join(url);
  return { ...node, ...listenTo(node.bus) };
}

let joined = 0;
const nextServer = () => cluster.servers[joined++ % 3]!.url;

busContract("NATS", async () => (await join(nextServer())).bus);
nodesContract("NATS, each node at another server of a cluster", () => join(nextServer()));

describe("NATS", () => {
  test("B4 a server that was killed is a gap, its nodes go on at another one, and messages flow again", async () => {
    const [victim] = cluster.servers;
    const [near, far] = [await joinListening(victim!.url), await joinListening(cluster.servers[1]!.url)];
    await until("they know each other", () => far.wire.heard_of.size === 2);
    await victim!.kill();
    await until("the gap", () => near.gaps() > 0);
    near.bus.publish(frames(1, "into the dark ")[0]!);
    await victim!.restart();
    const told = near.gaps();
    await until("the gap at its end", () => near.gaps() > told);
    await until("messages again", () => {
      near.bus.publish(frames(1, "again ")[0]!);
      return far.heard.length > 0;
    });
    expect(far.heard[0]).toEqual(frames(1, "again ")[0]!);
    await until("the gap for what was lost", () => far.gaps() > 0);
    await Promise.all([near.bus.close(), far.bus.close()]);
  });

  test("B7 a server that stands still is left for another one", async () => {
    const [node, other] = [await joinListening(cluster.url), await joinListening(cluster.url)];
    const [first, second, third] = cluster.servers;
    const hearEachOther = (word: string) =>
      until(
        `hearing each other ${word}`,
        () => {
          node.bus.publish(frames(1, `${word}, from node `)[0]!);
          other.bus.publish(frames(1, `${word}, from the other `)[0]!);
          return [node, other].every(({ heard }) => wordsOf(heard, word).size === 2);
        },
        25_000,
      );
    first!.pause();
    second!.pause();
    await hearEachOther("at the third");
    first!.resume();
    second!.resume();
    third!.pause(); // where both are now
    await hearEachOther("elsewhere");
    third!.resume();
    await Promise.all([node.bus.close(), other.bus.close()]);
  }, 60_000);
});

const wordsOf = (heard: readonly BusMessage[], word: string) =>
  new Set(heard.map((message) => JSON.stringify(message)).filter((text) => text.includes(word)));

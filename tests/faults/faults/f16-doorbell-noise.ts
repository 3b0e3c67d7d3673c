import { ClusterUnderTest, clusterUnavailable } from "../cluster/cluster-under-test.ts";
import { DoorbellNoise } from "../cluster/doorbell-noise.ts";
import type { Fault } from "../harness/fault.ts";
import { conclude } from "../harness/outcome.ts";
import { startProxy } from "../harness/proxy.ts";
import { Arrivals, lateness } from "../workload/arrivals.ts";

const LOOK_EVERY_MS = 100;

export const doorbellNoise: Fault = {
  id: "F16",
  title:
    "what nodes tell each other may be lost, repeated and reordered by halves: devices get all of it, once",
  rules: "D1–D9, D11",
  needs: "cluster",
  unit: "disturbed messages",
  amount: { short: 1_500, run: 20_000, campaign: 200_000 },
  limit_ms: 240_000,
  unavailable: clusterUnavailable,
  async run({ random, amount, folder }) {
    const noise = new DoorbellNoise(random);
    const proxies: Awaited<ReturnType<typeof startProxy>>[] = [];
    await using cluster = await ClusterUnderTest.start(folder, {
      async bus(nats, node) {
        const { port } = new URL(nats.servers[node]!.url);
        const proxy = await startProxy(Number(port), { line: () => noise.line() });
        proxies.push(proxy);
        return proxy.url.replace("http", "nats");
      },
    });
    const town = await cluster.arrive();
    const arrivals = new Arrivals(town.followers);
    town.write();
    await town.flows();
    noise.begin();
    const from = performance.now();
    while (noise.disturbed < amount) await Bun.sleep(LOOK_EVERY_MS);
    noise.end();
    const to = performance.now();
    const report = await cluster.conclude(town);
    await Promise.all(proxies.map((proxy) => proxy.close()));
    const { findings, figures } = lateness(arrivals.delaysOf(town.senders, { from, to }));
    return conclude(noise.disturbed, report, { findings: [...town.refusals(), ...findings], figures });
  },
};

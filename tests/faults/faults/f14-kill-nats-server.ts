import { ClusterUnderTest, clusterUnavailable } from "../cluster/cluster-under-test.ts";
import type { Fault } from "../harness/fault.ts";
import { conclude } from "../harness/outcome.ts";
import { Arrivals, lateness } from "../workload/arrivals.ts";

const LIFE_MS_MIN = 200;
const LIFE_MS_MAX = 3_000;
const DEATH_MS_MAX = 2_000;

export const killNatsServer: Fault = {
  id: "F14",
  title: "a NATS server of three killed at random moments loses nothing and delays little",
  rules: "D1–D9, D11",
  needs: "cluster",
  unit: "kills",
  amount: { short: 3, run: 20, campaign: 200 },
  limit_ms: 120_000,
  unavailable: clusterUnavailable,
  async run({ random, amount, folder }) {
    await using cluster = await ClusterUnderTest.start(folder);
    const town = await cluster.arrive();
    const arrivals = new Arrivals(town.followers);
    town.write();
    await town.flows();
    const from = performance.now();
    for (let kill = 0; kill < amount; kill++) {
      const server = random.pick(cluster.nats.servers);
      await server.kill();
      await Bun.sleep(random.between(0, DEATH_MS_MAX));
      await server.restart();
      await Bun.sleep(random.between(LIFE_MS_MIN, LIFE_MS_MAX));
    }
    const to = performance.now();
    const report = await cluster.conclude(town);
    const { findings, figures } = lateness(arrivals.delaysOf(town.senders, { from, to }));
    return conclude(amount, report, { findings: [...town.refusals(), ...findings], figures });
  },
};

import { ClusterUnderTest, clusterUnavailable } from "../cluster/cluster-under-test.ts";
import { nodesReturn } from "../cluster/nodes-return.ts";
import type { Fault } from "../harness/fault.ts";
import { conclude } from "../harness/outcome.ts";

const PERIOD_MS_MIN = 200;
const PERIOD_MS_MAX = 2_000;
const DEATH_MS_MAX = 1_000;

export const killNode: Fault = {
  id: "F12",
  title: "a node of three killed at random moments loses nothing; those it served go on at another one",
  rules: "D1–D9, D11, D20",
  needs: "cluster",
  unit: "kills",
  amount: { short: 6, run: 50, campaign: 500 },
  limit_ms: 120_000,
  unavailable: clusterUnavailable,
  async run({ random, amount, folder }) {
    await using cluster = await ClusterUnderTest.start(folder);
    const town = await cluster.arrive();
    town.write();
    await town.flows();
    for (let kill = 0; kill < amount; kill++) {
      await Bun.sleep(random.between(PERIOD_MS_MIN, PERIOD_MS_MAX));
      const node = random.pick(cluster.nodes);
      await node.kill();
      await Bun.sleep(random.between(0, DEATH_MS_MAX));
      await town.flows();
      await node.start();
    }
    const report = await cluster.conclude(town);
    const returned = nodesReturn(cluster, town.senders);
    return conclude(amount, report, {
      findings: [...town.refusals(), ...returned.findings],
      figures: returned.figures,
    });
  },
};

import type { Finding } from "../audit/finding.ts";
import { ClusterUnderTest, clusterUnavailable } from "../cluster/cluster-under-test.ts";
import { nodesReturn } from "../cluster/nodes-return.ts";
import type { Fault } from "../harness/fault.ts";
import { conclude } from "../harness/outcome.ts";

const REST_MS_MIN = 200;
const REST_MS_MAX = 1_500;

export const rollingRestart: Fault = {
  id: "F07-cluster",
  title: "nodes restarted one after the other under load refuse nothing for good",
  rules: "D1–D9, D11, D15, D20",
  needs: "cluster",
  unit: "restarts",
  amount: { short: 3, run: 15, campaign: 60 },
  limit_ms: 120_000,
  unavailable: clusterUnavailable,
  async run({ random, amount, folder }) {
    await using cluster = await ClusterUnderTest.start(folder);
    const town = await cluster.arrive();
    town.write();
    await town.flows();
    const findings: Finding[] = [];
    for (let restart = 0; restart < amount; restart++) {
      await Bun.sleep(random.between(REST_MS_MIN, REST_MS_MAX));
      const node = cluster.nodes[restart % cluster.nodes.length]!;
      await node.stop();
      const signal = await node.exited;
      if (signal) findings.push({ rule: "D20", kind: "did not end by itself", detail: signal });
      await node.start();
      await cluster.healthy();
      await town.flows();
    }
    const report = await cluster.conclude(town);
    const returned = nodesReturn(cluster, town.senders);
    return conclude(amount, report, {
      findings: [...findings, ...town.refusals(), ...returned.findings],
      figures: returned.figures,
    });
  },
};

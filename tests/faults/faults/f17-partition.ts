import { until } from "@feiliao/testkit";
import { FAILURES, Partition } from "@feiliao/testkit/servers/partition";
import { ClusterUnderTest, clusterUnavailable } from "../cluster/cluster-under-test.ts";
import { type Cut, cutOffAcknowledgesNothing, healing, healMsOf } from "../cluster/cut.ts";
import type { Fault } from "../harness/fault.ts";
import { conclude } from "../harness/outcome.ts";
import type { Sender } from "../workload/sender.ts";

const CUT_MS_MIN = 1_000;
const CUT_MS_MAX = 60_000;
const BRIEF_CUT_MS_MAX = 4_000;
const REST_MS_MAX = 1_000;
/** Long after this a node is taken not to come back at all. */
const HEAL_MS_MAX = 60_000;

export const partition: Fault = {
  id: "F17",
  title: "a node that is cut off from the database acknowledges nothing, and serves again soon after",
  rules: "D1–D9, D11, D15, D19",
  needs: "cluster",
  unit: "partitions",
  amount: { short: 3, run: 10, campaign: 200 },
  limit_ms: 240_000,
  unavailable: clusterUnavailable,
  async run({ random, amount, brief, folder }) {
    const lines: Partition[] = [];
    await using cluster = await ClusterUnderTest.start(folder, {
      async database(url, node) {
        const { port } = new URL(url);
        const line = await Partition.start(Number(port));
        lines[node] = line;
        return url.replace(`:${port}/`, `:${line.port}/`);
      },
    });
    const town = await cluster.arrive();
    const witnesses: Sender[] = [];
    for (const [node, { url }] of cluster.nodes.entries()) {
      witnesses.push(await town.join(url, cluster.people.at(-1 - node)!));
    }
    town.write();
    await town.flows();
    const cuts: Cut[] = [];
    for (let index = 0; index < amount; index++) {
      await Bun.sleep(random.between(0, REST_MS_MAX));
      const node = random.below(lines.length);
      const failure = FAILURES[(index + random.below(2)) % FAILURES.length]!;
      const length_ms = CUT_MS_MIN * ((brief ? BRIEF_CUT_MS_MAX : CUT_MS_MAX) / CUT_MS_MIN) ** random.next();
      lines[node]!.cut(failure);
      const from = performance.now();
      await Bun.sleep(length_ms);
      const cut: Cut = { failure, witness: witnesses[node]!, from, to: performance.now() };
      lines[node]!.heal();
      cuts.push(cut);
      await until("the node to serve again", () => healMsOf(cut) !== null, HEAL_MS_MAX).catch(() => {});
    }
    const report = await cluster.conclude(town);
    await Promise.all(lines.map((line) => line.close()));
    const healed = healing(cuts);
    return conclude(amount, report, {
      findings: [...town.refusals(), ...cuts.flatMap(cutOffAcknowledgesNothing), ...healed.findings],
      figures: healed.figures,
    });
  },
};

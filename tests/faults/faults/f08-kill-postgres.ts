import { ClusterUnderTest, clusterUnavailable } from "../cluster/cluster-under-test.ts";
import type { Fault } from "../harness/fault.ts";
import { conclude } from "../harness/outcome.ts";

const LIFE_MS_MIN = 100;
const LIFE_MS_MAX = 1_500;
/** Longer outages than a node waits out are for the partitions (F17). */
const DEATH_MS_MAX = 500;

export const killPostgres: Fault = {
  id: "F08",
  title:
    "PostgreSQL killed under load with all its processes loses nothing; what nobody knows is asked again",
  rules: "D1–D8, D11, D15, D20",
  needs: "cluster",
  unit: "kills",
  amount: { short: 3, run: 30, campaign: 300 },
  limit_ms: 120_000,
  unavailable: clusterUnavailable,
  async run({ random, amount, folder }) {
    await using cluster = await ClusterUnderTest.start(folder);
    const town = await cluster.arrive();
    town.write();
    await town.flows();
    for (let kill = 0; kill < amount; kill++) {
      await Bun.sleep(random.between(LIFE_MS_MIN, LIFE_MS_MAX));
      await cluster.postgres.kill();
      await Bun.sleep(random.between(0, DEATH_MS_MAX));
      await cluster.postgres.restart();
      await town.flows();
    }
    const report = await cluster.conclude(town);
    return conclude(amount, report, { findings: town.refusals() });
  },
};

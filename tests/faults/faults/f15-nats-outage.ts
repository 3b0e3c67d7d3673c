import { ClusterUnderTest, clusterUnavailable } from "../cluster/cluster-under-test.ts";
import type { Fault } from "../harness/fault.ts";
import { conclude } from "../harness/outcome.ts";
import { Arrivals, DELAY_MS_MAX, lateness, type Window } from "../workload/arrivals.ts";

const OUTAGE_MS = 60_000;
const BRIEF_OUTAGE_MS = 20_000;
/** Slow enough that people are not told of the messages before by the one that comes next. */
const PAUSE_MS = 2_000;
/** After this with NATS the nodes hear each other again. */
const HEALED_MS = 3_000;

export const natsOutage: Fault = {
  id: "F15",
  title: "without any NATS server devices still get everything within seconds, and at once when it is back",
  rules: "D1–D9, D11",
  needs: "cluster",
  unit: "outages",
  amount: { short: 1, run: 1, campaign: 20 },
  limit_ms: 120_000,
  unavailable: clusterUnavailable,
  async run({ amount, brief, folder }) {
    await using cluster = await ClusterUnderTest.start(folder);
    const town = await cluster.arrive({ pause_ms: PAUSE_MS });
    const arrivals = new Arrivals(town.followers);
    town.write();
    const during: Window[] = [];
    const after: Window[] = [];
    for (let outage = 0; outage < amount; outage++) {
      await Promise.all(cluster.nats.servers.map((server) => server.kill()));
      const from = performance.now();
      await Bun.sleep(brief ? BRIEF_OUTAGE_MS : OUTAGE_MS);
      // What came later than it may would come at the heal, and must not be taken for what came without NATS.
      during.push({ from, to: performance.now() - DELAY_MS_MAX });
      await Promise.all(cluster.nats.servers.map((server) => server.restart()));
      const healed_at = performance.now() + HEALED_MS;
      await Bun.sleep(2 * HEALED_MS);
      after.push({ from: healed_at, to: performance.now() });
    }
    const report = await cluster.conclude(town);
    // Now, when the last have arrived: a message that came late must not be missing here.
    const without = lateness(arrivals.delaysOf(town.senders, ...during));
    const healed = lateness(arrivals.delaysOf(town.senders, ...after));
    return conclude(amount, report, {
      findings: [...town.refusals(), ...without.findings, ...healed.findings],
      figures: { ...without.figures, healed_delay_p99_ms: healed.figures.delay_p99_ms ?? 0 },
    });
  },
};

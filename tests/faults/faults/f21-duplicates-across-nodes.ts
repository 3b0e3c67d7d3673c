import { Device } from "@feiliao/testkit";
import { auditRun } from "../audit/audit-run.ts";
import { EMPTY_HISTORY, type Send } from "../audit/history.ts";
import { database } from "../audit/open-database.ts";
import { ClusterUnderTest, clusterUnavailable } from "../cluster/cluster-under-test.ts";
import type { Fault } from "../harness/fault.ts";
import { conclude } from "../harness/outcome.ts";
import { attempt } from "../workload/attempt.ts";
import { keysIn, repetition, sendCopies } from "../workload/repeated-keys.ts";

/** One key in so many is sent again later on. */
const REPEATED_EVERY = 5;

export const duplicatesAcrossNodes: Fault = {
  id: "F21-cluster",
  title:
    "a message sent several times at once to different nodes, and again when they were killed, is in the log once",
  rules: "D2, D15",
  needs: "cluster",
  unit: "keys",
  amount: { short: 500, run: 5_000, campaign: 50_000 },
  limit_ms: 120_000,
  unavailable: clusterUnavailable,
  async run({ amount, random, folder }) {
    await using cluster = await ClusterUnderTest.start(folder, { people: 4, conversations: 2 });
    const alice = cluster.people[0]!;
    const conversations = Object.values(alice.conversations);
    const everywhere = () => Promise.all(cluster.nodes.map(({ url }) => new Device(url, alice).connect()));
    const keys = keysIn(conversations, amount, random);
    const devices = await everywhere();
    const sends: Send[] = await sendCopies(keys, devices, random);
    for (const device of devices) device.disconnect();
    for (const node of cluster.nodes) {
      await node.kill();
      await node.start();
    }
    const again = await everywhere();
    for (const key of keys.filter((_, index) => index % REPEATED_EVERY === 0)) {
      sends.push(await attempt(random.pick(again), key));
    }
    for (const device of again) device.disconnect();
    await cluster.stopNodes();
    const readables = conversations.map((conversation_id) => ({ conversation_id, reader: alice.account_id }));
    const report = await auditRun({ ...EMPTY_HISTORY, sends }, database(cluster.postgres.url), readables);
    return conclude(amount, report, { findings: repetition(sends, amount, report.work.entries) });
  },
};

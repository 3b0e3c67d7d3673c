import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { conclude, slowest } from "../harness/outcome.ts";
import { Town } from "../workload/town.ts";

const LIFE_MS_MIN = 5;
const LIFE_MS_MAX = 800;

export const killServer: Fault = {
  id: "F01",
  title: "a server killed at random moments under twenty senders loses, doubles and reorders nothing",
  rules: "D1–D8, D11, D20",
  needs: "node",
  unit: "kills",
  amount: { short: 60, run: 100, campaign: 10_000 },
  limit_ms: 240_000,
  async run({ random, amount, folder }) {
    const people = await Town.settle(folder);
    const node = await NodeUnderTest.start(folder);
    const town = await Town.arrive(node.url, people, { pause_ms: 1 });
    town.write();
    for (let kill = 0; kill < amount; kill++) {
      await Bun.sleep(random.between(LIFE_MS_MIN, LIFE_MS_MAX));
      await node.kill();
      await node.start();
    }
    await town.comeToRest();
    await town.leave();
    await node.stop();
    return conclude(amount, await town.audit(dataFolder(folder)), slowest(node.starts_ms));
  },
};

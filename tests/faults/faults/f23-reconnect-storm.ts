import type { Finding } from "../audit/finding.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { conclude } from "../harness/outcome.ts";
import { importPeople } from "../workload/people.ts";
import { Returning } from "../workload/returning.ts";
import { Town } from "../workload/town.ts";

const SENDERS = 10;
/** Below what one account may have open. */
const SOCKETS_EACH = 10;
const BACK_MS_MAX = 60_000;

export const reconnectStorm: Fault = {
  id: "F23",
  title: "after a crash everybody is back within a minute, and those who write go on",
  rules: "D1–D9, D20",
  needs: "node",
  unit: "sockets",
  amount: { short: 500, run: 5_000, campaign: 50_000 },
  limit_ms: 180_000,
  async run({ amount, folder }) {
    const people = await importPeople(folder, {
      people: SENDERS + Math.ceil(amount / SOCKETS_EACH),
      conversations: 4,
    });
    const node = await NodeUnderTest.start(folder);
    const town = await Town.arrive(node.url, people.slice(0, SENDERS), {
      followers: 2,
      apps: 1,
      pause_ms: 20,
    });
    const crowd = new Returning(node.url, people.slice(SENDERS), amount);
    await crowd.connect();
    town.write();
    await node.kill();
    const acknowledged = town.acknowledged;
    await node.start();
    const back_ms = await crowd.allBack(BACK_MS_MAX);
    const findings: Finding[] = [];
    if (back_ms === null) {
      findings.push({ rule: "D9", kind: "not all came back", detail: `${crowd.back} of ${amount}` });
    }
    if (town.acknowledged <= acknowledged) {
      findings.push({ rule: "D9", kind: "nobody could write", detail: `${acknowledged} before and after` });
    }
    crowd.stop();
    await town.comeToRest();
    await town.leave();
    await node.stop();
    const figures = { back_ms: Math.round(back_ms ?? BACK_MS_MAX) };
    return conclude(amount, await town.audit(dataFolder(folder)), { findings, figures });
  },
};

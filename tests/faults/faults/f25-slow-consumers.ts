import { Device } from "@feiliao/testkit";
import { auditRun } from "../audit/audit-run.ts";
import type { Finding } from "../audit/finding.ts";
import { EMPTY_HISTORY } from "../audit/history.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { residentMib, watchMemory } from "../harness/memory.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { conclude } from "../harness/outcome.ts";
import { text } from "../workload/attempt.ts";
import { begin, catchUp } from "../workload/catch-up.ts";
import { Follower } from "../workload/follower.ts";
import { type Imported, importPeople } from "../workload/people.ts";
import { Sender } from "../workload/sender.ts";
import { StalledSocket } from "../workload/stalled-socket.ts";

/** Enough for each socket to fill what the kernel and the server hold back for it. */
const MESSAGES = 1_500;
const MESSAGE_CHARACTERS = 7_900;
const GROWTH_MIB_MAX = 150;
const TOLD_MS_MAX = 30_000;
const SETTLE_MS = 30_000;

export const slowConsumers: Fault = {
  id: "F25",
  title: "sockets that stop reading cost little, hold up nobody, and catch up when they read again",
  rules: "D6–D9",
  needs: "node",
  unit: "sockets",
  amount: { short: 30, run: 200, campaign: 1_000 },
  limit_ms: 120_000,
  async run({ amount, folder }) {
    const people = await importPeople(folder, { people: amount + 2, group: amount + 2 });
    const [writer, friend, ...slow] = people;
    const group = writer!.group!;
    const node = await NodeUnderTest.start(folder);
    const stalled = await Promise.all(slow.map((person) => stall(node.url, person)));
    const follower = new Follower(new Device(node.url, friend!));
    const following = follower.run();

    const before_mib = residentMib(node.pid);
    const memory = watchMemory(node.pid);
    const content = (name: string) => text(name.padEnd(MESSAGE_CHARACTERS, " hello"));
    const sender = new Sender(new Device(node.url, writer!), [group], { messages_max: MESSAGES, content });
    await sender.run();
    await follower.settle(new Map([[group, MESSAGES]]), SETTLE_MS);
    const grown_mib = Math.round(memory.stop() - before_mib);

    const told = await Promise.all(stalled.map(({ socket }) => socket.readOn(TOLD_MS_MAX)));
    for (const { device, socket, standing } of stalled) {
      socket.close();
      await catchUp(device, standing);
    }
    follower.stop();
    await following;
    await node.stop();

    const findings: Finding[] = [];
    const untold = told.filter((isTold) => !isTold).length;
    if (untold > 0) findings.push({ rule: "D9", kind: "not told to pull", detail: `${untold} of ${amount}` });
    if (grown_mib > GROWTH_MIB_MAX) findings.push({ rule: "D9", kind: "memory", detail: `${grown_mib} MiB` });
    const slices = [...follower.slices, ...stalled.flatMap(({ standing }) => [...standing.slices.values()])];
    const history = { ...EMPTY_HISTORY, sends: sender.sends, reads: sender.reads, slices };
    const readables = [{ conversation_id: group, reader: writer!.account_id }];
    return conclude(amount, await auditRun(history, dataFolder(folder), readables), {
      findings,
      figures: { grown_mib },
    });
  },
};

async function stall(url: string, person: Imported) {
  const device = new Device(url, person);
  const standing = await begin(device);
  return { device, standing, socket: await StalledSocket.open(url, device) };
}

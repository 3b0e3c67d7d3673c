import { Device, signUp } from "@feiliao/testkit";
import { auditRun } from "../audit/audit-run.ts";
import { EMPTY_HISTORY, type Send } from "../audit/history.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { NodeInProcess } from "../harness/node-in-process.ts";
import { conclude } from "../harness/outcome.ts";
import { ShiftedClock } from "../harness/shifted-clock.ts";
import { attempt } from "../workload/attempt.ts";
import { type Imported, importPeople } from "../workload/people.ts";
import { keysIn, repetition, sendCopies } from "../workload/repeated-keys.ts";

/** One key in so many is sent again later on. */
const REPEATED_EVERY = 5;
const A_DAY_MS = 25 * 3_600_000;

export const duplicateSends: Fault = {
  id: "F21",
  title:
    "a message sent several times at once, from several devices, again after a restart, a sign-in and a day, is in the log once",
  rules: "D2, D15",
  needs: "node",
  unit: "keys",
  amount: { short: 1_000, run: 10_000, campaign: 50_000 },
  limit_ms: 120_000,
  async run({ amount, random, folder }) {
    const people = await importPeople(folder, { people: 4, conversations: 2 });
    const clock = new ShiftedClock();
    const node = await NodeInProcess.start(folder, { clock });
    const alice = people[0]!;
    const devices = await devicesOf(node.url, alice);
    const conversations = Object.values(alice.conversations);
    const keys = keysIn(conversations, amount, random);
    const sends: Send[] = await sendCopies(keys, devices, random);
    const again = keys.filter((_, index) => index % REPEATED_EVERY === 0);
    const repeat = async (device: Device) => {
      for (const key of again) sends.push(await attempt(device, key));
    };
    for (const device of devices) device.disconnect();
    await node.restart();
    await repeat(devices[0]!);
    clock.putForward(A_DAY_MS);
    await repeat(devices[1]!);
    await devices[0]!.post("device/revoke", { device_id: devices[1]!.device_id });
    await repeat(new Device(node.url, await signUp(node.url, alice.number, "signed in anew")));
    await node.stop();

    const readables = conversations.map((conversation_id) => ({ conversation_id, reader: alice.account_id }));
    const report = await auditRun({ ...EMPTY_HISTORY, sends }, dataFolder(folder), readables);
    return conclude(amount, report, { findings: repetition(sends, amount, report.work.entries) });
  },
};

/** Three devices, one of them with a second socket, and one that sends by HTTP. */
async function devicesOf(url: string, person: Imported): Promise<Device[]> {
  const second = await signUp(url, person.number, "second");
  const third = await signUp(url, person.number, "third");
  const connected = [person, second, second].map((identity) => new Device(url, identity).connect());
  return [...(await Promise.all(connected)), new Device(url, third)];
}

import { Device, signUp } from "@feiliao/testkit";
import { auditRun } from "../audit/audit-run.ts";
import type { Finding } from "../audit/finding.ts";
import { EMPTY_HISTORY, type Send } from "../audit/history.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { NodeInProcess } from "../harness/node-in-process.ts";
import { conclude } from "../harness/outcome.ts";
import type { Seeded } from "../harness/seeded.ts";
import { ShiftedClock } from "../harness/shifted-clock.ts";
import { attempt, text } from "../workload/attempt.ts";
import { type Imported, importPeople } from "../workload/people.ts";

const COPIES_MIN = 2;
const COPIES_MAX = 5;
const KEYS_AT_ONCE = 32;
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
    const keys = Array.from({ length: amount }, (_, index) => ({
      conversation_id: random.pick(conversations),
      client_id: `key ${index}`,
      content: text(`message ${index} 你好`),
    }));
    const sends: Send[] = [];
    for (let first = 0; first < keys.length; first += KEYS_AT_ONCE) {
      const copies = keys
        .slice(first, first + KEYS_AT_ONCE)
        .flatMap((key) => copiesOf(key, random).map((copy) => attempt(random.pick(devices), copy)));
      sends.push(...(await Promise.all(copies)));
    }
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
    const findings: Finding[] = sends
      .filter(({ outcome }) => outcome.type !== "acknowledged")
      .slice(0, 5)
      .map(({ client_id, outcome }) => ({
        rule: "D2",
        kind: "a repeat was not answered with its ack",
        detail: `${client_id}: ${JSON.stringify(outcome)}`,
      }));
    if (report.work.entries !== amount) {
      findings.push({ rule: "D2", kind: "wrong count", detail: `${report.work.entries} of ${amount}` });
    }
    return conclude(amount, report, { findings });
  },
};

/** Three devices, one of them with a second socket, and one that sends by HTTP. */
async function devicesOf(url: string, person: Imported): Promise<Device[]> {
  const second = await signUp(url, person.number, "second");
  const third = await signUp(url, person.number, "third");
  const connected = [person, second, second].map((identity) => new Device(url, identity).connect());
  return [...(await Promise.all(connected)), new Device(url, third)];
}

function copiesOf<Key>(key: Key, random: Seeded): Key[] {
  const count = COPIES_MIN + random.below(COPIES_MAX - COPIES_MIN + 1);
  return Array.from({ length: count }, () => key);
}

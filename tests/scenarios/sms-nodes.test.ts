import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import {
  Device,
  Handset,
  PEOPLE,
  signUp,
  startServerProcess,
  startTestCluster,
  until,
} from "@feiliao/testkit";
import { textsOf, toldState, write } from "./sms-people.ts";

const { number, name } = PEOPLE.bob;

/** Lets time pass until something is done: who holds a link looks every second for what other nodes have queued. */
async function meanwhile<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let done = false;
  const finished = work.finally(() => {
    done = true;
  });
  await until("the work to be done", () => {
    clock.advance(500);
    return done;
  });
  return finished;
}

test("SN1 any node takes a message, the one that holds the link sends it, and the answer reaches the other", async () => {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-handsets-"));
  const clock = new VirtualClock();
  const settings = { simulator_ports: null, handsets: join(folder, "handsets.sqlite") };
  const cluster = await startTestCluster({ nodes: 2, settings, overrides: { clock } });
  try {
    const [first] = cluster.urls;
    const identity = await meanwhile(clock, signUp(first!, PEOPLE.alice.number, "phone"));
    const devices = await Promise.all(cluster.urls.map((url) => new Device(url, identity).connect()));
    const bob = new Handset(first!, number);
    const { conversation_id } = await devices[0]!.post("conversation/open", { address: bob.address });
    const acks = [];
    for (const [node, device] of devices.entries())
      acks.push(await write(device, conversation_id, `from ${node}`));
    for (const { seq } of acks) await toldState(devices[0]!, seq, "delivered", clock);
    const received = (await bob.received()).map(({ text }) => text).filter((text) => text.includes("from"));
    expect(received).toHaveLength(2);
    await bob.write(`hello from ${name}`);
    await until("the answer at both", () =>
      devices.every((device) => device.entries.some(({ seq }) => seq === 3)),
    );
    for (const device of devices) device.disconnect();
  } finally {
    await cluster.close();
    rmSync(folder, { recursive: true });
  }
}, 30_000);

test("SN2 D14 when the server is killed while it sends, nothing is sent twice and the rest goes on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-killed-"));
  const environment = { FEILIAO_SIMULATOR_PORTS: "0,0,0,0" };
  let server = await startServerProcess(folder, 0, { environment });
  try {
    const identity = await signUp(server.url, PEOPLE.alice.number, "phone");
    let alice = new Device(server.url, identity);
    const { conversation_id } = await alice.post("conversation/open", { address: `tel:${number}` });
    const texts = Array.from({ length: 12 }, (_, index) => `message ${index};`);
    for (const text of texts) await write(alice, conversation_id, text);
    await server.kill();
    server = await startServerProcess(folder, 0, { environment });
    alice = new Device(server.url, identity);
    const bob = new Handset(server.url, number);
    await until(
      "every SMS to have been begun",
      async () => {
        const infos = await Promise.all(
          texts.map((_, index) => alice.post("sms/info", { conversation_id, seq: index + 1 })),
        );
        return infos.every(({ recipients }) => recipients[0]?.steps.some(({ state }) => state === "begun"));
      },
      30_000,
    );
    const arrived = (await bob.received()).map(({ text }) => text);
    for (const text of texts) {
      expect(arrived.filter((sms) => sms.includes(text)).length).toBeLessThanOrEqual(1);
    }
    const { fen_month } = await alice.post("sms/usage", {});
    expect(fen_month).toBe(5 * texts.length);
    expect(await textsOf(alice, conversation_id)).toEqual(texts);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}, 60_000);

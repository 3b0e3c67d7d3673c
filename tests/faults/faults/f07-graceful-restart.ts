import type { Event } from "@feiliao/protocol";
import { Device } from "@feiliao/testkit";
import type { Finding } from "../audit/finding.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { conclude, slowest } from "../harness/outcome.ts";
import type { Imported } from "../workload/people.ts";
import { Town } from "../workload/town.ts";

const LIFE_MS_MIN = 100;
const LIFE_MS_MAX = 1_000;
/** Sockets that only wait, for each person: enough that sending them all back at once would be a storm. */
const IDLE_EACH = 15;
/** The server lets no more come back in one second than this (see `gateway/listen.ts`), give or take a few. */
const RETURNS_PER_S_MAX = 250;

export const gracefulRestart: Fault = {
  id: "F07",
  title:
    "a server that is restarted under load refuses nothing for good, and sends its clients away in turns",
  rules: "D1–D8, D11, D15, D20",
  needs: "node",
  unit: "restarts",
  amount: { short: 10, run: 50, campaign: 100 },
  limit_ms: 120_000,
  async run({ random, amount, folder }) {
    const people = await Town.settle(folder);
    const node = await NodeUnderTest.start(folder);
    const town = await Town.arrive(node.url, people, { pause_ms: 1 });
    town.write();
    const findings: Finding[] = [];
    for (let restart = 0; restart < amount; restart++) {
      const idle = restart === 0 ? await Idle.connect(node.url, people) : null;
      await Bun.sleep(random.between(LIFE_MS_MIN, LIFE_MS_MAX));
      await node.stop();
      const signal = await node.exited;
      if (signal) findings.push({ rule: "D20", kind: "did not end by itself", detail: signal });
      if (idle) findings.push(...idle.findings());
      await node.start();
    }
    await town.comeToRest();
    await town.leave();
    await node.stop();
    const { figures, findings: slow } = slowest(node.starts_ms);
    const all = [...findings, ...town.refusals(), ...slow];
    return conclude(amount, await town.audit(dataFolder(folder)), { figures, findings: all });
  },
};

/** Sockets that only wait, and what each was told when the server ended. */
class Idle {
  readonly #sockets: number;
  readonly #retry_after_s: number[] = [];

  private constructor(sockets: number) {
    this.#sockets = sockets;
  }

  static async connect(url: string, people: readonly Imported[]): Promise<Idle> {
    const idle = new Idle(people.length * IDLE_EACH);
    for (let round = 0; round < IDLE_EACH; round++) {
      const devices = people.map((person) => new Device(url, person));
      for (const device of devices) device.onEvent = (event) => idle.#hear(event);
      await Promise.all(devices.map((device) => device.connect()));
    }
    return idle;
  }

  findings(): Finding[] {
    const told = this.#retry_after_s;
    const findings: Finding[] = [];
    if (told.length !== this.#sockets) {
      findings.push({
        rule: "D9",
        kind: "no goodbye",
        detail: `${told.length} of ${this.#sockets} were told`,
      });
    }
    const perSecond = Object.values(Object.groupBy(told, (after_s) => Math.ceil(after_s)));
    const most = Math.max(0, ...perSecond.map((same) => same?.length ?? 0));
    if (most > RETURNS_PER_S_MAX) {
      findings.push({ rule: "D9", kind: "sent back together", detail: `${most} in one second` });
    }
    return findings;
  }

  #hear(event: Event): void {
    if (event.event === "goodbye") this.#retry_after_s.push(event.retry_after_s);
  }
}

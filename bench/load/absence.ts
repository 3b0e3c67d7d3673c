import { Meter, type Usage } from "../measure/meter.ts";
import { makeBody } from "./body.ts";
import type { Client, Driver } from "./driver.ts";
import { Fleet } from "./fleet.ts";
import { pool } from "./pool.ts";
import { range } from "./range.ts";
import { Traffic } from "./traffic.ts";

const LOGINS_AT_ONCE = 100;
const WRITE_S_MAX = 90;
/** The first part of the messages warms the server up. */
const WARM_UP_SHARE = 0.2;

/** Users in the ring of accounts: one who writes, then those it writes to, who are away; and so on. */
export class Absence {
  readonly writers: number[];
  readonly away: number[];
  readonly accounts: number;
  private readonly awayEach: number;

  constructor(writers: number, awayEach: number) {
    const stride = 1 + awayEach;
    this.awayEach = awayEach;
    this.accounts = writers * stride;
    this.writers = range(writers).map((k) => k * stride);
    this.away = range(this.accounts).filter((index) => index % stride !== 0);
  }

  /** Where missed messages are pulled: so that each of them has a position to come back to. */
  async beHereOnce(driver: Driver): Promise<void> {
    if (driver.missedMessages !== "pulled") return;
    const fleet = new Fleet(driver, new Traffic());
    const clients = fleet.add(this.away);
    await pool(clients.length, LOGINS_AT_ONCE, async (k) => {
      await clients[k]!.login();
      await clients[k]!.catchUp();
    });
    await fleet.leave();
  }

  /**
   * The writers send `each` messages to everybody who is away, `window` at a time each, closed loop on the server's
   * confirmation. Resolves with how many were confirmed while it was measured, which is after the warm-up.
   */
  async write(driver: Driver, pids: readonly number[], each: number, window: number): Promise<Written> {
    const traffic = new Traffic();
    const fleet = new Fleet(driver, traffic);
    const clients = await fleet.login(this.writers);
    const total = this.away.length * each;
    const left = new Map(clients.map((client) => [client, each * this.awayEach]));
    const all = Promise.withResolvers<void>();
    let meter = new Meter(pids);
    let warmUp = 0;

    const send = (client: Client) => {
      const remaining = left.get(client)!;
      if (remaining === 0) return;
      left.set(client, remaining - 1);
      traffic.sending(client);
      client.send(client.index + 1 + (remaining % this.awayEach), makeBody(client.index));
    };
    traffic.onAccepted = (client, count) => {
      for (let k = 0; k < count; k++) send(client);
      const { accepted } = traffic.counts();
      if (warmUp === 0 && accepted >= total * WARM_UP_SHARE) {
        warmUp = accepted;
        meter = new Meter(pids);
      }
      if (accepted === total) all.resolve();
    };
    for (const client of clients) for (let k = 0; k < window; k++) send(client);
    await Promise.race([all.promise, Bun.sleep(WRITE_S_MAX * 1e3)]);
    const usage = meter.read();
    await fleet.leave();
    const { accepted } = traffic.counts();
    return { accepted, measured: accepted - warmUp, usage };
  }
}

export interface Written {
  accepted: number;
  /** How many of them `usage` is for. */
  measured: number;
  usage: Usage;
}

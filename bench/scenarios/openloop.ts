import { makeBody } from "../load/body.ts";
import { Fleet } from "../load/fleet.ts";
import { neighbour } from "../load/neighbour.ts";
import { range } from "../load/range.ts";
import { after, atRate } from "../load/steady.ts";
import { stretch } from "../load/stretch.ts";
import { Traffic } from "../load/traffic.ts";
import { round } from "../measure/round.ts";
import type { Options } from "../options.ts";
import type { Scenario } from "./scenario.ts";

const USERS = 200;
const SECONDS = 8;
const WARM_UP_S = 2;
const DRAIN_MS = 2_000;
/** Coprime to the number of users, so that neighbours do not send one after the other. */
const STRIDE = 31;

const users = (options: Options) => options.conns ?? USERS;

/** Open loop: a fixed rate over all users, whether or not the server keeps up. */
export const openloop: Scenario = {
  server: "shared",
  wanted: (options) => ({ accounts: users(options) }),

  async run({ peer, driver, server, options }) {
    const conns = users(options);
    const rate = options.rate ?? peer.pace.rate;
    const traffic = new Traffic();
    const fleet = new Fleet(driver, traffic);
    const clients = await fleet.login(range(conns));
    let turn = 0;
    const sendNext = () => {
      const client = clients[(turn++ * STRIDE) % conns]!;
      traffic.sending(client);
      client.send(neighbour(client.index, conns), makeBody(client.index));
    };

    await atRate(rate, after(WARM_UP_S), sendNext);
    const { done, usage, latencies } = await stretch(traffic, server.pids, () =>
      atRate(rate, after(options.seconds ?? SECONDS), sendNext),
    );

    await Bun.sleep(DRAIN_MS);
    const { sent, delivered } = traffic.counts();
    traffic.losses.expectGoodbyes();
    await fleet.leave();
    return {
      conns,
      rate,
      delivered_per_s: round(done.delivered / usage.seconds),
      server_us_per_msg: round(usage.server_us / done.delivered, 1),
      ...latencies,
      ...usage.shares,
      undelivered: sent - delivered,
      ...traffic.losses.figures(),
    };
  },
};

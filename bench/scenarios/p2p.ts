import { closedLoop } from "../load/closed-loop.ts";
import { Fleet } from "../load/fleet.ts";
import { range } from "../load/range.ts";
import type { Stretch } from "../load/stretch.ts";
import { Traffic } from "../load/traffic.ts";
import { round } from "../measure/round.ts";
import type { Options } from "../options.ts";
import type { Scenario } from "./scenario.ts";

const USERS = 200;
/** From here on the peers' window for many users applies. */
const MANY_USERS = 1_000;
const SECONDS = 8;

const users = (options: Options) => options.conns ?? USERS;

/** Closed loop: every user keeps a window of messages in flight; the next leaves when one was delivered. */
export const p2p: Scenario = {
  server: "shared",
  wanted: (options) => ({ accounts: users(options) }),

  async run({ peer, driver, server, options }) {
    const conns = users(options);
    const window = options.window ?? (conns < MANY_USERS ? peer.pace.window : peer.pace.windowOfMany);
    const traffic = new Traffic();
    const fleet = new Fleet(driver, traffic);
    const clients = await fleet.login(range(conns));

    const seconds = options.seconds ?? SECONDS;
    const measured = await closedLoop(traffic, clients, { window, seconds, pids: server.pids });
    const { sent, delivered, accepted } = traffic.counts();
    traffic.losses.expectGoodbyes();
    await fleet.leave();
    return {
      conns,
      window,
      ...(options.receipts && { receipts: true }),
      ...figures(measured),
      undelivered: sent - delivered,
      unaccepted: sent - accepted,
      ...traffic.losses.figures(),
    };
  },
};

function figures({ done, usage, latencies }: Stretch) {
  return {
    delivered_per_s: round(done.delivered / usage.seconds),
    accepted_per_s: round(done.accepted / usage.seconds),
    server_us_per_msg: round(usage.server_us / done.delivered, 1),
    client_us_per_msg: round(usage.client_us / done.delivered, 1),
    written_bytes_per_msg: round(usage.written_bytes / done.delivered),
    ...latencies,
    ...usage.shares,
  };
}

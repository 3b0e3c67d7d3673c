import { closedLoop } from "../load/closed-loop.ts";
import { Fleet } from "../load/fleet.ts";
import { range } from "../load/range.ts";
import { Traffic } from "../load/traffic.ts";
import { round } from "../measure/round.ts";
import type { Figures, Scenario } from "./scenario.ts";

const USERS = 200;
const SECONDS = 10;
const SIZES = [1, 3];
/** Of a core, for each node; the database and the doorbell have what is left. */
const CPU_SHARE = 0.25;
const WINDOW = 4;

/** `p2p` over one node, and over three of the same size: users are spread over the nodes, neighbours are on others. */
export const cluster: Scenario = {
  server: "stopped",
  suits: (peer) => peer.cluster !== null,
  wanted: () => ({ accounts: USERS }),

  async run({ peer, options }) {
    const steps: Figures[] = [];
    for (const nodes of SIZES) {
      const running = await peer.cluster!.start(nodes, CPU_SHARE);
      const traffic = new Traffic();
      const fleets = running.ports.map(() => new Fleet(peer.driver, traffic));
      for (const [node, fleet] of fleets.entries()) {
        peer.driver.connectTo(running.ports[node]!);
        await fleet.login(range(options.conns ?? USERS).filter((index) => index % nodes === node));
      }
      const clients = fleets.flatMap((fleet) => fleet.clients).sort((a, b) => a.index - b.index);
      const { done, usage, latencies } = await closedLoop(traffic, clients, {
        window: options.window ?? WINDOW,
        seconds: options.seconds ?? SECONDS,
        pids: running.nodePids,
      });
      traffic.losses.expectGoodbyes();
      for (const fleet of fleets) await fleet.leave();
      await running.stop();
      steps.push({
        nodes,
        delivered_per_s: round(done.delivered / usage.seconds),
        nodes_us_per_msg: round(usage.server_us / done.delivered, 1),
        ...latencies,
        ...usage.shares,
        ...traffic.losses.figures(),
      });
    }
    const [one, three] = steps.map(({ delivered_per_s }) => Number(delivered_per_s));
    return { cpu_share: CPU_SHARE, times: round(three! / one!, 2), steps };
  },
};

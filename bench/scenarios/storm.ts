import { Fleet } from "../load/fleet.ts";
import { pool } from "../load/pool.ts";
import { range } from "../load/range.ts";
import { Traffic } from "../load/traffic.ts";
import { Latency } from "../measure/latency.ts";
import { Meter } from "../measure/meter.ts";
import { round } from "../measure/round.ts";
import type { Options } from "../options.ts";
import type { Scenario } from "./scenario.ts";

const LOGINS = 2_000;
const LOGINS_AT_ONCE = 100;

const logins = (options: Options) => options.n ?? LOGINS;

/** Everybody comes back at once: connect and authenticate, a hundred at a time. */
export const storm: Scenario = {
  server: "shared",
  wanted: (options) => ({ accounts: logins(options) }),

  async run({ driver, server, options }) {
    const n = logins(options);
    const traffic = new Traffic();
    const fleet = new Fleet(driver, traffic);
    const clients = fleet.add(range(n));
    const session = new Latency();
    let failed = 0;

    const meter = new Meter(server.pids);
    await pool(n, LOGINS_AT_ONCE, async (k) => {
      const startedAt = performance.now();
      await clients[k]!.login().catch(() => failed++);
      session.add(performance.now() - startedAt);
    });
    const usage = meter.read();
    const done = n - failed;

    traffic.losses.expectGoodbyes();
    await fleet.leave();
    return {
      n,
      conc: LOGINS_AT_ONCE,
      mode: "login",
      fail: failed,
      sessions_per_s: round(done / usage.seconds),
      server_ms_per_session: round(usage.server_us / done / 1e3, 2),
      session: session.summary(),
      ...usage.shares,
      ...traffic.losses.figures(),
    };
  },
};

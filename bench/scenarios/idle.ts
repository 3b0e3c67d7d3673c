import type { Listener } from "../load/driver.ts";
import { Fleet } from "../load/fleet.ts";
import { Losses } from "../load/losses.ts";
import { pool } from "../load/pool.ts";
import { range } from "../load/range.ts";
import { Meter } from "../measure/meter.ts";
import { proportionalSetSize, residentSetSize } from "../measure/proc.ts";
import { round } from "../measure/round.ts";
import type { Options } from "../options.ts";
import type { Scenario } from "./scenario.ts";

const CONNECTIONS = 18_000;
/** The first ones warm the code paths, so that growth that happens once is not billed to the connections. */
const WARM_UP_CONNECTIONS = 200;
const AFTER_WARM_UP_MS = 3_000;
const LOGINS_AT_ONCE = 64;
const FIRST_LOOK_MS = 2_000;
const RESTING_MS = 5_000;

const connections = (options: Options) => options.n ?? CONNECTIONS;

/** Authenticated connections that do nothing: the memory of each, and what the server uses meanwhile. */
export const idle: Scenario = {
  server: "fresh",
  wanted: (options) => ({ accounts: connections(options) }),

  async run({ peer, driver, server, options }) {
    const losses = new Losses();
    const listener: Listener = { message() {}, accepted() {}, lost: (_client, reason) => losses.add(reason) };
    const fleet = new Fleet(driver, listener);
    await fleet.login(range(WARM_UP_CONNECTIONS));
    await Bun.sleep(AFTER_WARM_UP_MS);

    const before = memory(server.pids);
    const clients = fleet.add(range(connections(options) - WARM_UP_CONNECTIONS, WARM_UP_CONNECTIONS));
    const logins = new Meter(server.pids);
    let failed = 0;
    await pool(clients.length, LOGINS_AT_ONCE, (k) => clients[k]!.login().catch(() => failed++));
    const usage = logins.read();
    const connected = clients.length - failed;

    await Bun.sleep(FIRST_LOOK_MS);
    const early = memory(server.pids);
    await Bun.sleep((options.settle ?? peer.pace.settle_s) * 1e3);
    const settled = memory(server.pids);
    const resting = new Meter(server.pids);
    await Bun.sleep(RESTING_MS);
    const rest = resting.read();

    losses.expectGoodbyes();
    await fleet.leave();
    return {
      conns: connected + WARM_UP_CONNECTIONS,
      fail: failed,
      logins_per_s: round(connected / usage.seconds),
      server_ms_per_login: round(usage.server_us / connected / 1e3, 2),
      base_pss_mb: round(before.pss_kb / 1024, 1),
      full_pss_mb: round(settled.pss_kb / 1024, 1),
      kb_per_conn_after_2s: round((early.pss_kb - before.pss_kb) / connected, 2),
      kb_per_conn_settled: round((settled.pss_kb - before.pss_kb) / connected, 2),
      rss_kb_per_conn_settled: round((settled.rss_kb - before.rss_kb) / connected, 2),
      idle_cpu_pct: round(rest.server_us / rest.seconds / 1e4, 2),
      kernel_cpu_pct: usage.shares.kernel_cpu_pct,
      other_cpu_pct: usage.shares.other_cpu_pct,
      ...losses.figures(),
    };
  },
};

function memory(pids: readonly number[]) {
  return { pss_kb: proportionalSetSize(pids), rss_kb: residentSetSize(pids) };
}

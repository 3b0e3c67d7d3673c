import { Absence } from "../load/absence.ts";
import { makeBody } from "../load/body.ts";
import { Fleet } from "../load/fleet.ts";
import { pool } from "../load/pool.ts";
import { Returning } from "../load/returning.ts";
import { atRate } from "../load/steady.ts";
import { Traffic } from "../load/traffic.ts";
import { Latency } from "../measure/latency.ts";
import { Meter } from "../measure/meter.ts";
import { round } from "../measure/round.ts";
import type { Options } from "../options.ts";
import type { Scenario, Stage } from "./scenario.ts";

const LOGINS = 4_500;
const LOGINS_AT_ONCE = 100;
const MISSED = 20;
/** So that the writers, ten apart in the ring, are each other's neighbours. */
const AWAY_PER_WRITER = 9;
/** What the others go on writing meanwhile. */
const STEADY_PER_S = 500;
const STEADY_BEFORE_MS = 1_000;

const absenceFor = (options: Options) =>
  new Absence(Math.ceil((options.n ?? LOGINS) / AWAY_PER_WRITER), AWAY_PER_WRITER);

/** Everybody comes back at once, a hundred at a time, to what they have missed, while others go on writing. */
export const storm: Scenario = {
  server: "shared",
  wanted: (options) => ({ accounts: absenceFor(options).accounts }),

  async run(stage) {
    const { peer, driver, server, options } = stage;
    const absence = absenceFor(options);
    const missed = driver.missedMessages === "lost" ? 0 : (options.missed ?? MISSED);
    if (missed > 0) {
      await absence.beHereOnce(driver);
      await absence.write(driver, server.pids, missed, peer.pace.window);
    }
    const steady = await writeSteadily(stage, absence.writers);

    const returning = new Returning(driver, missed, (reason) => steady.traffic.losses.add(reason));
    const fleet = new Fleet(driver, returning);
    const clients = fleet.add(absence.away);
    const session = new Latency();
    let failed = 0;
    steady.traffic.resetLatencies();
    const meter = new Meter(server.pids);
    await pool(clients.length, LOGINS_AT_ONCE, async (k) => {
      const startedAt = performance.now();
      await returning.comeBack(clients[k]!).catch(() => failed++);
      session.add(performance.now() - startedAt);
    });
    const usage = meter.read();
    const { delivery } = steady.traffic.latencies();
    const done = clients.length - failed;

    steady.traffic.losses.expectGoodbyes();
    await steady.stop();
    await fleet.leave();
    return {
      n: clients.length,
      conc: LOGINS_AT_ONCE,
      missed,
      fail: failed,
      caught_up: returning.messages,
      sessions_per_s: round(done / usage.seconds),
      server_ms_per_session: round(usage.server_us / done / 1e3, 2),
      session: session.summary(),
      steady_per_s: STEADY_PER_S,
      steady: delivery,
      ...usage.shares,
      ...steady.traffic.losses.figures(),
    };
  },
};

/** The writers send to the next one of them, in turn, until they are stopped. */
async function writeSteadily({ driver }: Stage, writers: readonly number[]) {
  const traffic = new Traffic();
  const fleet = new Fleet(driver, traffic);
  const clients = await fleet.login(writers);
  let turn = 0;
  let over = false;
  const finished = atRate(
    STEADY_PER_S,
    () => over,
    () => {
      const from = turn++ % (clients.length - 1);
      const client = clients[from]!;
      traffic.sending(client);
      client.send(clients[from + 1]!.index, makeBody(client.index));
    },
  );
  await Bun.sleep(STEADY_BEFORE_MS);
  return {
    traffic,
    async stop() {
      over = true;
      await finished;
      await fleet.leave();
    },
  };
}

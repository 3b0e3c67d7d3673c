import { Absence } from "../load/absence.ts";
import { Fleet } from "../load/fleet.ts";
import { pool } from "../load/pool.ts";
import { Meter } from "../measure/meter.ts";
import { round } from "../measure/round.ts";
import type { Scenario, Stage } from "./scenario.ts";

const absence = new Absence(200, 5);
const LOGINS_AT_ONCE = 100;
const DELIVER_S_MAX = 30;
const BETWEEN_MS = 3_000;

/** Messages for users who are away; then all of them come back at once. */
export const offline: Scenario = {
  server: "shared",
  suits: ({ driver }) => driver.missedMessages !== "lost",
  wanted: () => ({ accounts: absence.accounts }),

  async run(stage) {
    const { driver, server, peer } = stage;
    const each = peer.pace.missed;
    await absence.beHereOnce(driver);
    const stored = await absence.write(driver, server.pids, each, peer.pace.window);
    await Bun.sleep(BETWEEN_MS);
    const delivered = await comeBack(stage, stored.accepted);
    return {
      senders: absence.writers.length,
      recips: absence.away.length,
      per: each,
      stored: stored.accepted,
      stored_per_s: round(stored.measured / stored.usage.seconds),
      server_us_per_stored: round(stored.usage.server_us / stored.measured, 1),
      written_bytes_per_stored: round(stored.usage.written_bytes / stored.measured),
      ...stored.usage.shares,
      delivered_on_login: delivered.messages,
      logins_secs: round(delivered.logins_s, 2),
      all_delivered_secs: round(delivered.usage.seconds, 2),
      delivered_per_s: round(delivered.messages / delivered.usage.seconds),
      server_us_per_delivered_incl_login: round(delivered.usage.server_us / delivered.messages, 1),
    };
  },
};

async function comeBack({ driver, server }: Stage, stored: number) {
  let messages = 0;
  const all = Promise.withResolvers<void>();
  const arrived = (count: number) => {
    messages += count;
    if (messages >= stored) all.resolve();
  };
  const fleet = new Fleet(driver, { message: () => arrived(1), accepted() {}, lost() {} });
  const clients = fleet.add(absence.away);
  const meter = new Meter(server.pids);
  await pool(clients.length, LOGINS_AT_ONCE, async (k) => {
    await clients[k]!.login();
    if (driver.missedMessages === "pulled") arrived(await clients[k]!.catchUp());
  });
  const logins_s = meter.read().seconds;
  await Promise.race([all.promise, Bun.sleep(DELIVER_S_MAX * 1e3)]);
  const usage = meter.read();
  await fleet.leave();
  return { messages, logins_s, usage };
}

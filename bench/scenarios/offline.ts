import { makeBody } from "../load/body.ts";
import type { Client } from "../load/driver.ts";
import { Fleet } from "../load/fleet.ts";
import { pool } from "../load/pool.ts";
import { range } from "../load/range.ts";
import { Traffic } from "../load/traffic.ts";
import { Meter, type Usage } from "../measure/meter.ts";
import { round } from "../measure/round.ts";
import type { Scenario, Stage } from "./scenario.ts";

const SENDERS = 200;
/** Each sender writes to the accounts that follow it in the ring, who are its neighbours. */
const AWAY_PER_SENDER = 5;
const RECIPIENTS = SENDERS * AWAY_PER_SENDER;
const MESSAGES_EACH = 20;
const LOGINS_AT_ONCE = 100;
const STORE_S_MAX = 90;
const DELIVER_S_MAX = 30;
const BETWEEN_MS = 3_000;
/** The distance between two senders in the ring. */
const STRIDE = 1 + AWAY_PER_SENDER;

const senderIndex = (k: number) => k * STRIDE;
const recipientIndex = (k: number) =>
  senderIndex(Math.floor(k / AWAY_PER_SENDER)) + 1 + (k % AWAY_PER_SENDER);

/** Messages for users who are away; then all of them come back at once. */
export const offline: Scenario = {
  server: "shared",
  suits: ({ driver }) => driver.missedMessages !== "lost",
  wanted: () => ({ accounts: SENDERS * STRIDE }),

  async run(stage) {
    if (stage.driver.missedMessages === "pulled") await beHereOnce(stage);
    const stored = await store(stage);
    await Bun.sleep(BETWEEN_MS);
    const delivered = await comeBack(stage, stored.messages);
    return {
      senders: SENDERS,
      recips: RECIPIENTS,
      per: MESSAGES_EACH,
      stored: stored.messages,
      stored_per_s: round(stored.messages / stored.usage.seconds),
      server_us_per_stored: round(stored.usage.server_us / stored.messages, 1),
      written_bytes_per_stored: round(stored.usage.written_bytes / stored.messages),
      ...stored.usage.shares,
      delivered_on_login: delivered.messages,
      logins_secs: round(delivered.logins_s, 2),
      all_delivered_secs: round(delivered.usage.seconds, 2),
      delivered_per_s: round(delivered.messages / delivered.usage.seconds),
      server_us_per_delivered_incl_login: round(delivered.usage.server_us / delivered.messages, 1),
    };
  },
};

/** So that each recipient has a position to come back to. */
async function beHereOnce({ driver }: Stage): Promise<void> {
  const fleet = new Fleet(driver, new Traffic());
  const recipients = fleet.add(range(RECIPIENTS).map(recipientIndex));
  await pool(RECIPIENTS, LOGINS_AT_ONCE, async (k) => {
    await recipients[k]!.login();
    await recipients[k]!.catchUp();
  });
  await fleet.leave();
}

/** Closed loop on the server's confirmation. */
async function store({ peer, driver, server }: Stage): Promise<{ messages: number; usage: Usage }> {
  const traffic = new Traffic();
  const fleet = new Fleet(driver, traffic);
  const senders = await fleet.login(range(SENDERS).map(senderIndex));
  const left = new Map(senders.map((client) => [client, MESSAGES_EACH * AWAY_PER_SENDER]));
  const all = Promise.withResolvers<void>();

  const send = (client: Client) => {
    const remaining = left.get(client)!;
    if (remaining === 0) return;
    left.set(client, remaining - 1);
    traffic.sending(client);
    client.send(client.index + 1 + (remaining % AWAY_PER_SENDER), makeBody(client.index));
  };
  traffic.onAccepted = (client, count) => {
    for (let k = 0; k < count; k++) send(client);
    if (traffic.counts().accepted === RECIPIENTS * MESSAGES_EACH) all.resolve();
  };
  const meter = new Meter(server.pids);
  for (const client of senders) for (let k = 0; k < peer.pace.window; k++) send(client);
  await Promise.race([all.promise, Bun.sleep(STORE_S_MAX * 1e3)]);
  const usage = meter.read();
  await fleet.leave();
  return { messages: traffic.counts().accepted, usage };
}

async function comeBack({ driver, server }: Stage, stored: number) {
  let messages = 0;
  const all = Promise.withResolvers<void>();
  const arrived = (count: number) => {
    messages += count;
    if (messages >= stored) all.resolve();
  };
  const fleet = new Fleet(driver, { message: () => arrived(1), accepted() {}, lost() {} });
  const recipients = fleet.add(range(RECIPIENTS).map(recipientIndex));
  const meter = new Meter(server.pids);
  await pool(RECIPIENTS, LOGINS_AT_ONCE, async (k) => {
    await recipients[k]!.login();
    if (driver.missedMessages === "pulled") arrived(await recipients[k]!.catchUp());
  });
  const logins_s = meter.read().seconds;
  await Promise.race([all.promise, Bun.sleep(DELIVER_S_MAX * 1e3)]);
  const usage = meter.read();
  await fleet.leave();
  return { messages, logins_s, usage };
}

import type { Client, Driver } from "./driver.ts";
import { Fleet } from "./fleet.ts";
import { Traffic } from "./traffic.ts";

const IN_FLIGHT = 64;
const SENTENCE =
  "the quick brown fox jumps over the lazy dog and nobody minds much as long as it comes back. ";
/** People write short messages mostly, and long ones now and then. */
const LENGTHS = [4, 12, 25, 7, 60, 18, 120, 9, 35, 240];

/** Two neighbours write to each other until their conversation holds so many messages. */
export async function fillConversation(driver: Driver, [one, other]: [number, number], messages: number) {
  const traffic = new Traffic();
  const fleet = new Fleet(driver, traffic);
  const clients = await fleet.login([one, other]);
  const all = Promise.withResolvers<void>();
  let sent = 0;
  const send = (client: Client) => {
    if (sent === messages) return;
    const length = LENGTHS[sent++ % LENGTHS.length]!;
    client.send(client.index === one ? other : one, SENTENCE.repeat(3).slice(0, length).trim());
  };
  traffic.onAccepted = (client) => {
    if (traffic.counts().accepted === messages) all.resolve();
    send(client);
  };
  for (const client of clients) for (let k = 0; k < IN_FLIGHT; k++) send(client);
  await all.promise;
  traffic.losses.expectGoodbyes();
  await fleet.leave();
}

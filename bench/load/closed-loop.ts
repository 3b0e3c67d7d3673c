import { makeBody } from "./body.ts";
import type { Client } from "./driver.ts";
import { neighbour } from "./neighbour.ts";
import { type Stretch, stretch } from "./stretch.ts";
import type { Traffic } from "./traffic.ts";

const WARM_UP_MS = 2_000;
const DRAIN_MS = 2_000;

/**
 * Every client keeps `window` messages to a neighbour in flight; the next leaves when one was delivered. Measures
 * so many seconds of it. `clients` are the users from 0 on.
 */
export async function closedLoop(
  traffic: Traffic,
  clients: readonly Client[],
  { window, seconds, pids }: { window: number; seconds: number; pids: readonly number[] },
): Promise<Stretch> {
  const send = (client: Client) => {
    traffic.sending(client);
    client.send(neighbour(client.index, clients.length), makeBody(client.index));
  };
  traffic.onDelivered = (sender) => send(clients[sender]!);
  for (const client of clients) for (let k = 0; k < window; k++) send(client);
  await Bun.sleep(WARM_UP_MS);
  const measured = await stretch(traffic, pids, () => Bun.sleep(seconds * 1e3));
  traffic.onDelivered = () => {};
  await Bun.sleep(DRAIN_MS);
  return measured;
}

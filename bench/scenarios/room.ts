import { makeBody } from "../load/body.ts";
import { Fleet } from "../load/fleet.ts";
import { pool } from "../load/pool.ts";
import { range } from "../load/range.ts";
import { RoomTraffic } from "../load/room-traffic.ts";
import { Meter } from "../measure/meter.ts";
import { round } from "../measure/round.ts";
import type { Options } from "../options.ts";
import type { Scenario } from "./scenario.ts";

const MEMBERS = 500;
const SECONDS = 8;
const JOINS_AT_ONCE = 8;
const AFTER_JOINS_MS = 1_000;
const WARM_UP_MS = 2_000;
const DRAIN_MS = 500;

const members = (options: Options) => options.members ?? MEMBERS;

/** One room with all members online; a sender's next message leaves when its last one has reached everybody. */
export const room: Scenario = {
  server: "shared",
  wanted: (options) => ({ accounts: members(options), roomMembers: members(options) }),

  async run({ peer, driver, server, options }) {
    const count = members(options);
    const inflight = options.inflight ?? peer.pace.inflight;
    const traffic = new RoomTraffic(driver.echoesRoomMessages ? count : count - 1);
    const fleet = new Fleet(driver, traffic);
    const clients = await fleet.login(range(count));
    await clients[0]!.joinRoom();
    await pool(count - 1, JOINS_AT_ONCE, (k) => clients[k + 1]!.joinRoom());
    await Bun.sleep(AFTER_JOINS_MS);

    const send = (sender: number) => clients[sender]!.sendToRoom(makeBody(sender));
    traffic.onComplete = send;
    for (let k = 0; k < inflight; k++) send(Math.floor((k * count) / inflight));
    await Bun.sleep(WARM_UP_MS);

    traffic.reset();
    const meter = new Meter(server.pids);
    await Bun.sleep((options.seconds ?? SECONDS) * 1e3);
    const usage = meter.read();
    const { deliveries, complete, ...latencies } = traffic.read();

    traffic.onComplete = () => {};
    await Bun.sleep(DRAIN_MS);
    traffic.losses.expectGoodbyes();
    await fleet.leave();
    return {
      members: count,
      inflight,
      deliveries_per_s: round(deliveries / usage.seconds),
      room_msgs_per_s: round(complete / usage.seconds, 1),
      server_us_per_delivery: round(usage.server_us / deliveries, 2),
      client_us_per_delivery: round(usage.client_us / deliveries, 2),
      ...latencies,
      ...usage.shares,
      ...traffic.losses.figures(),
    };
  },
};

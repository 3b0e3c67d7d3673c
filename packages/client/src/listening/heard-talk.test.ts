import { expect, test } from "bun:test";
import { Changes } from "../changes.ts";
import type { Media } from "../media.ts";
import { settled, VirtualClock } from "../testing/virtual-clock.ts";
import { HeardTalk } from "./heard-talk.ts";

const SPOKEN = Array.from({ length: 120 }, (_, index) => new Uint8Array([index]));

test("TK7: a hole that cannot be filled is not asked for with every packet, and is filled later", async () => {
  const clock = new VirtualClock();
  const changes = new Changes();
  const heard: Uint8Array[] = [];
  changes.on((event) => event.type === "talk_packets" && heard.push(...event.packets));
  let asked = 0;
  let reachable = false;
  let spoken = 0;
  const packetsSoFar = async () => {
    asked++;
    if (!reachable) throw new Error("no network");
    return SPOKEN.slice(0, spoken);
  };
  const media = { packetsSoFar } as unknown as Media;
  const talk = new HeardTalk(
    { conversation_id: "con_a", talk_id: "tlk_a", from_packet: 0 },
    { changes, clock, media },
  );
  const receive = async (first: number, end: number) => {
    spoken = end;
    talk.receive(first, SPOKEN.slice(first, end));
    await settled();
  };

  await receive(0, 10);
  for (let packet = 20; packet < 60; packet++) await receive(packet, packet + 1);
  expect(asked).toBe(1);
  expect(heard).toEqual(SPOKEN.slice(0, 10));
  reachable = true;
  await clock.pass(1_000);
  await receive(60, 61);
  await receive(61, 120);
  expect(asked).toBe(2);
  expect(heard).toEqual(SPOKEN);
});

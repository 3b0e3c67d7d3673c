import { expect, test } from "bun:test";
import { packPackets } from "@feiliao/protocol/voice-frame";
import fc from "fast-check";
import { memoryCache } from "../cache/memory.ts";
import { KeptPackets } from "./kept-packets.ts";
import { PacketBuffer } from "./packet-buffer.ts";
import { packetsInFrame } from "./voice-stream.ts";

test("TK1: the first 200 ms go packet by packet, then two at a time, a backlog in the longest frames", () => {
  expect(packetsInFrame(0, 1, false)).toBe(1);
  expect(packetsInFrame(9, 3, false)).toBe(1);
  expect(packetsInFrame(10, 1, false)).toBe(0);
  expect(packetsInFrame(10, 2, false)).toBe(2);
  expect(packetsInFrame(10, 1, true)).toBe(1);
  expect(packetsInFrame(0, 300, false)).toBe(50);
  expect(packetsInFrame(80, 0, true)).toBe(0);
});

test("TK2: packets that are said, stored by the server, saved and loaded in any order: those not stored are all there", async () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant("say" as const), count: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ type: fc.constant("stored" as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.constant({ type: "save" as const }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const cache = memoryCache();
      const packets = new PacketBuffer();
      const kept = new KeptPackets(cache, "talk");
      let saved = 0;
      for (const each of steps) {
        if (each.type === "say") for (let i = 0; i < each.count; i++) packets.push(numbered(packets.end));
        else if (each.type === "save") {
          await kept.save(packets);
          saved = packets.end;
        } else {
          packets.dropBefore(Math.floor(packets.first + each.share * (packets.end - packets.first)));
          await kept.dropBefore(packets.first);
        }
      }
      expect(packets.slice(packets.first)).toEqual(range(packets.first, packets.end));
      const loaded = await KeptPackets.load(cache, "talk");
      const due = Math.max(packets.first, loaded.packets.first);
      if (saved > packets.first) expect(loaded.packets.slice(due)).toEqual(range(due, saved));
      expect(due).toBe(packets.first);
      await cache.write(loaded.kept.clear());
      expect(await cache.all("packets")).toEqual([]);
    }),
  );
});

function numbered(index: number): Uint8Array {
  return packPackets([new Uint8Array([index >> 8, index & 255])]);
}

function range(first: number, end: number): Uint8Array[] {
  return Array.from({ length: end - first }, (_, index) => numbered(first + index));
}

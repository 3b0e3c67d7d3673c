import { expect, test } from "bun:test";
import { packPackets } from "@feiliao/protocol/voice-frame";
import { memoryCache } from "./cache/memory.ts";
import type { Call } from "./call.ts";
import type { Http } from "./connection/http.ts";
import { Media } from "./media.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

const SPOKEN = Array.from({ length: 50 }, (_, index) => new Uint8Array([index]));

test("TK5: a talk that was cut short and went on is heard to its new end, and downloaded once for each", async () => {
  let stored = 20;
  let downloads = 0;
  const download = async () => {
    downloads++;
    return packPackets(SPOKEN.slice(0, stored));
  };
  const parts = {
    ...{ cache: memoryCache(), call: (() => {}) as unknown as Call, token: "token" },
    ...{ clock: new VirtualClock(), sha256: async () => new Uint8Array(32) },
  };
  const media = new Media({ ...parts, http: { download } as unknown as Http });

  expect(await media.talkPackets("tlk_a", 20)).toEqual(SPOKEN.slice(0, 20));
  stored = 50;
  expect(await media.talkPackets("tlk_a", 50)).toEqual(SPOKEN);
  expect(await media.talkPackets("tlk_a", 50)).toEqual(SPOKEN);
  expect(downloads).toBe(2);
});

import { expect, test } from "bun:test";
import type { ConversationId, Entry } from "@feiliao/protocol";
import fc from "fast-check";
import { memoryCache } from "../cache/memory.ts";
import { putBlob, putEntry } from "../cache/records.ts";
import { CONVERSATIONS, happen, type Step, step } from "../testing/interleaving.ts";
import { LogServer } from "../testing/log-server.ts";
import { keptEntries } from "./kept-entries.ts";

const ID: ConversationId = "con_a";

test("CH1 SY1: a change of a message that is only in the cache makes of it what the server makes of it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.nat({ max: 30 }), async (steps, cached) => {
      const server = new LogServer(1_000);
      const cache = memoryCache();
      const written: Entry[] = [];
      for (const happening of steps.filter(isHappening)) {
        for (const event of happen(server, { ...happening, conversation: 0 })) {
          if (event.event === "entry") written.push(event.entry);
        }
      }
      await cache.write(written.slice(0, cached).map((entry) => putEntry(ID, entry)));
      for (const entry of written) {
        const appended = { added: [entry], current: [entry], unfolded: [entry] };
        await cache.write(await keptEntries(cache, { conversation_id: ID }, appended));
      }
      const { entries } = server.read(CONVERSATIONS[0]!, written.length + 1, 1_000);
      expect(await cache.all<Entry>("entries")).toEqual(entries);
    }),
    { numRuns: 300 },
  );
});

test("CH4: with a picture that is recalled, its bytes go from the cache", async () => {
  const cache = memoryCache();
  const picture: Entry = {
    ...{ seq: 1, sender: "acc_me", device_id: "dev_1", client_id: "c1", server_time: 1, enc: 0 },
    content: {
      ...{ type: "image", blob_id: "blb_1", mime: "image/png", size: 1, width: 1, height: 1, thumbhash: "" },
    },
  };
  const recall: Entry = { ...picture, seq: 2, client_id: "c2", content: { type: "recall", target: 1 } };
  await cache.write([putEntry(ID, picture), putBlob("blb_1", new Uint8Array(1))]);
  const appended = { added: [recall], current: [recall], unfolded: [recall] };
  await cache.write(await keptEntries(cache, { conversation_id: ID }, appended));
  expect(await cache.get("blobs", "blb_1")).toBeUndefined();
  expect((await cache.get<Entry>("entries", [ID, 1]))?.content).toEqual({ type: "erased" });
});

type Happening = Parameters<typeof happen>[1];

function isHappening(taken: Step): taken is Happening {
  return !["pull", "answer", "late_events", "roll_back"].includes(taken.type);
}

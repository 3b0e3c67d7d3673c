import { expect, test } from "bun:test";
import type { ConversationId, Entry, Event, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import fc from "fast-check";
import { memoryCache } from "../cache/memory.ts";
import type { Cache } from "../cache/port.ts";
import { metaKey } from "../cache/records.ts";
import type { Call } from "../call.ts";
import { Changes } from "../changes.ts";
import { messageKey } from "../lost/compare.ts";
import { lostMessages } from "../model/conversation-view.ts";
import { loadModel } from "../model/load.ts";
import { CONVERSATIONS, happen, inNewEpoch, play, type Step, step } from "../testing/interleaving.ts";
import { LogServer, ME, MY_DEVICE, PEER } from "../testing/log-server.ts";
import { freshModel, known, Replica, shown } from "../testing/replica.ts";
import { settled, VirtualClock } from "../testing/virtual-clock.ts";
import type { MessageView } from "../types.ts";
import { Keeper } from "./keeper.ts";
import { Sync } from "./sync.ts";
import { SyncToken } from "./sync-token.ts";

const EVERYTHING = 1_000;

test("SY1: whatever is pushed, lost, repeated, late, or pulled meanwhile, the model ends as after a fresh pull", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      async (steps, page) => {
        const server = new LogServer(EVERYTHING);
        const replica = new Replica(server);
        await play(server, replica, steps.map(inNewEpoch));
        await replica.converge();
        expect(known(replica.model)).toEqual(known(await freshModel(server)));

        const paged = new LogServer(page);
        const piecewise = new Replica(paged);
        await piecewise.converge();
        await play(
          paged,
          piecewise,
          steps.filter(({ type }) => type !== "roll_back"),
        );
        await piecewise.converge();
        const all = shown(piecewise.model);
        for (const [id, newest] of Object.entries(shown(await freshModel(paged)))) {
          expect(all[id as ConversationId]!.slice(-newest.length || Infinity)).toEqual([...newest]);
        }
      },
    ),
    { numRuns: 3000 },
  );
}, 60_000);

test("SY1: an answer from before what was pushed meanwhile is no rollback, and nothing is told anew", async () => {
  const server = new LogServer(EVERYTHING);
  const replica = new Replica(server);
  const write = (text: string) => server.append("con_a", PEER, { type: "text", text });
  write("one");
  await replica.converge();
  const second = write("two");
  const pulled = replica.sync.pull();
  replica.sync.receive(second);
  replica.sync.receive(write("three"));
  await replica.deliverAnswer();
  await pulled;
  await replica.converge();
  expect(replica.tokens.slice(1)).not.toContain(null);
  expect(shown(replica.model)).toEqual(shown(await freshModel(server)));
});

test("SY1 D7: each connection begins with a pull, which finds what was said before it", async () => {
  const server = new LogServer(EVERYTHING);
  const replica = new Replica(server);
  for (const text of ["one", "two", "three"]) {
    server.append("con_a", PEER, { type: "text", text });
    replica.sync.online();
    await settled();
    await replica.deliverAnswer();
    expect(shown(replica.model)).toEqual(shown(await freshModel(server)));
    replica.sync.offline();
  }
});

test("SY2: a write that keeps the token keeps the rows that it stands for, so that an app may end after any", async () => {
  const server = new LogServer(EVERYTHING);
  const cache = memoryCache();
  const entriesUpTo = new Map<string | undefined, number>([[undefined, 0]]);
  const held: [rows: number, token: number][] = [];
  const write = cache.write.bind(cache);
  cache.write = async (changes) => {
    await write(changes);
    held.push([(await cache.all("entries")).length, entriesUpTo.get(await token(cache))!]);
  };
  const replica = new Replica(server, cache);
  for (let entries = 1; entries <= 3; entries++) {
    server.append("con_a", PEER, { type: "text", text: "hello" });
    entriesUpTo.set(server.pull(null).token, entries);
    await replica.converge();
    await settled();
  }
  expect(held.at(-1)).toEqual([3, 3]);
  expect(held.filter(([rows, token]) => rows < token)).toEqual([]);
});

test("SY2: what the cache holds after any interleaving shows the same as the model did", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const server = new LogServer(EVERYTHING);
      const replica = new Replica(server);
      await play(server, replica, steps.map(inNewEpoch));
      await replica.converge();
      await settled();
      const credentials = { account_id: ME, device_id: MY_DEVICE, token: "t" };
      const loaded = await loadModel(replica.cache, credentials, new Changes());
      expect(known(loaded)).toEqual(known(replica.model));
      expect(await token(replica.cache)).toEqual(server.pull(null).token);
    }),
    { numRuns: 100 },
  );
});

test("TB2: a tab that becomes the keeper brings the ends of talks that it knew before into the cache", async () => {
  const server = new LogServer(EVERYTHING);
  const keeping = new Replica(server);
  server.append("con_a", PEER, { type: "voice", talk_id: "tlk_1" });
  await keeping.converge();
  const other = new Replica(server, keeping.cache);
  await other.converge();
  happen(server, { type: "hush", conversation: 0, arrives: "never" });
  await other.converge();
  await keeping.keeper.stop();
  await settled();
  await other.converge();
  const voice = await other.cache.get<Entry>("entries", ["con_a", 1]);
  expect(voice?.fold?.talk_end?.outcome).toBe("complete");
});

/** A reconnection of the device with every rollback: a server that was restored was stopped for it. */
async function playRollbacks(server: LogServer, replica: Replica, steps: Step[]): Promise<void> {
  for (const step of steps) {
    await play(server, replica, [step]);
    if (step.type !== "roll_back") continue;
    replica.sync.offline();
    replica.sync.online();
    await replica.converge();
  }
}

test("SY3 D10: whatever the server loses, all that this device has seen is in its log or among what is lost, and nothing in both", async () => {
  let lost = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.integer({ min: 2, max: 9 }),
      async (steps, page) => {
        const server = new LogServer(page);
        const replica = new Replica(server);
        await playRollbacks(server, replica, steps);
        await replica.converge();
        await replica.lost.settle();
        for (const id of CONVERSATIONS) {
          const present = new Set(
            server.read(id, Number.MAX_SAFE_INTEGER, EVERYTHING).entries.map(messageKey),
          );
          const kept = replica.model.conversation(id)?.lost ?? [];
          expect(kept.filter((entry) => present.has(messageKey(entry)))).toEqual([]);
          lost += kept.length;
          for (const key of kept.map(messageKey)) replica.seen.delete(key);
          for (const key of present) replica.seen.delete(key);
        }
        expect([...replica.seen.values()]).toEqual([]);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(lost).toBeGreaterThan(20); // a run that lost nothing proves nothing
}, 60_000);

test("SY3 D10: a log that lost its end and has grown past it since is taken anew, and what it lost is told once", async () => {
  const server = new LogServer(3);
  const replica = new Replica(server);
  const write = (text: string) => server.append("con_a", PEER, { type: "text", text });
  for (const text of ["kept", "lost", "lost too"]) write(text);
  await replica.converge();
  server.rollBack("con_a", 2, { bumpEpoch: false });
  for (let index = 0; index < 20; index++) write(`instead ${index}`);
  await replica.converge();
  await replica.lost.settle();
  const texts = (messages: readonly MessageView[]) =>
    messages.map(({ content }) => content.type === "text" && content.text);
  expect(texts(shown(replica.model).con_a!)).toEqual(["instead 17", "instead 18", "instead 19"]);
  const conversation = replica.model.conversation("con_a")!;
  expect(texts(lostMessages(conversation))).toEqual(["lost", "lost too"]);
  expect(conversation.view.lost).toBe(2);

  const credentials = { account_id: ME, device_id: MY_DEVICE, token: "t" };
  const loaded = await loadModel(replica.cache, credentials, new Changes());
  expect(loaded.conversation("con_a")!.view.lost).toBe(2);
});

test("SY4: an own entry is applied from its acknowledgement when it is the next one, and pulled otherwise", async () => {
  const server = new LogServer(EVERYTHING);
  const replica = new Replica(server);
  server.append("con_a", PEER, { type: "text", text: "one" });
  await replica.converge();
  const own = (event: Event) => (event.event === "entry" ? event : null)!;
  const second = own(server.append("con_a", ME, { type: "text", text: "two" }));
  expect(await replica.sync.appendOwn(second, [])).toBe(true);
  server.append("con_a", PEER, { type: "text", text: "three" });
  const fourth = own(server.append("con_a", ME, { type: "text", text: "four" }));
  expect(await replica.sync.appendOwn(fourth, [])).toBe(false);
  await replica.converge();
  expect(shown(replica.model)).toEqual(shown(await freshModel(server)));
});

test("SY5: a server that cannot answer now is asked again after the time it names", async () => {
  const clock = new VirtualClock();
  let calls = 0;
  const call = (async () => {
    calls++;
    if (calls === 1) throw new FeiliaoError("overloaded", { retry_after_s: 7 });
    return { token: "t", more: false, account_reset: false, account: [], conversations: [] };
  }) as unknown as Call;
  const { cache, model } = new Replica(new LogServer(EVERYTHING));
  const sync = new Sync({
    ...{ call, cache, model, keeper: new Keeper(cache), changes: new Changes(), clock },
    token: new SyncToken(),
    ...{
      onEntries: () => [],
      onAccountChanges: () => {},
      onNews: () => {},
      onBaseline: () => {},
      onDropped: () => {},
    },
  });
  sync.online();
  await clock.pass(6_900);
  expect(calls).toBe(1);
  await clock.pass(200);
  expect(calls).toBe(2);
  await clock.pass(60_000);
  expect(calls).toBe(3);
  sync.stop();
  await clock.pass(600_000);
  expect(calls).toBe(3);
});

test("SY9: what the account's log tells is told once, though a push is repeated and a pull has it again", async () => {
  const server = new LogServer(EVERYTHING);
  const replica = new Replica(server);
  const remark = (name: string) =>
    server.keep(`contact ${name}`, { type: "contact", address: "tel:+8613800138002", name });
  remark("one");
  await replica.converge();
  const second = remark("two");
  replica.sync.receive(second);
  replica.sync.receive(second);
  remark("three");
  await replica.converge();
  expect(replica.told).toEqual([1, 2, 3]);
});

async function token(cache: Cache): Promise<Output<"sync/pull">["token"] | undefined> {
  return await cache.get("meta", metaKey.syncToken);
}

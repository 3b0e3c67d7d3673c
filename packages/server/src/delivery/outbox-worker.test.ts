import { expect, test } from "bun:test";
import { inProcessBus } from "../bus/in-process.ts";
import { ConversationLog } from "../conversation/conversation-log.ts";
import { silentLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { VirtualClock } from "../platform/virtual-clock.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import { ALICE, createGroup, signIn } from "../store/testing/cast.ts";
import { Doubts } from "./doubts.ts";
import { OutboxWorker } from "./outbox-worker.ts";

function workerOn(store: Store): OutboxWorker {
  const clock = new VirtualClock();
  const bus = inProcessBus();
  const doubts = new Doubts(bus, clock);
  const log = new ConversationLog(store.conversations, bus, doubts);
  const parts = { store, log, doubts, clock, random: systemRandom, logger: silentLogger };
  return new OutboxWorker({ ...parts, sms: { perform: async () => {} } });
}

async function groupOfOne(store: Store) {
  const identity = await signIn(store, ALICE);
  const { account_id } = identity;
  return { account_id, conversation_id: await createGroup(store, [identity]) };
}

test("D14 of two nodes that spread a profile, the one with the older state does not have the last word", async () => {
  const store = sqliteStore(":memory:", silentLogger);
  const { account_id, conversation_id } = await groupOfOne(store);
  const quick = workerOn(store);
  await quick.settle(); // the conversation is listed
  await quick.close();

  let overtaken = false;
  const slow = workerOn({
    ...store,
    conversations: {
      ...store.conversations,
      async refreshMember(...older) {
        if (!overtaken) {
          overtaken = true; // what follows happens between this node's read and its write
          const other = workerOn(store);
          await store.accounts.setProfile(account_id, { name: "new" });
          await other.settle();
          await other.close();
        }
        return store.conversations.refreshMember(...older);
      },
    },
  });
  await store.accounts.setProfile(account_id, { name: "old" });
  await slow.settle();
  expect(overtaken).toBe(true);
  const { changes } = await store.conversations.changes(account_id, [conversation_id], new Map(), 1);
  expect(changes[0]!.members).toMatchObject([{ name: "new" }]);
  await slow.close();
  await store.close();
});

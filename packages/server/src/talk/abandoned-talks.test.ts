import { expect, test } from "bun:test";
import type { TalkId } from "@feiliao/protocol";
import { until } from "@feiliao/testkit/until";
import { silentLogger } from "../platform/logger.ts";
import { VirtualClock } from "../platform/virtual-clock.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import { ALICE, id, openDirect, signIn, text } from "../store/testing/cast.ts";
import { AbandonedTalks } from "./abandoned-talks.ts";

test("D16 a clock that runs ahead takes no talk for abandoned that goes on at another node", async () => {
  const store = sqliteStore(":memory:", silentLogger);
  const clock = new VirtualClock();
  const elsewhere = () => clock.now() - 3_600_000; // what the talker's node takes for the time
  const alice = await signIn(store, ALICE);
  const conversation_id = await openDirect(store, alice.account_id, alice.account_id);
  const talk_id = id<TalkId>("talk");
  const voice = { content: { type: "voice", talk_id }, talk: { start: talk_id } } as const;
  const intent = text(conversation_id, alice, "talk");
  await store.conversations.append({ ...intent, ...voice, now: elsewhere() });
  let sweeps = 0;
  const interrupted: TalkId[] = [];
  const abandoned = new AbandonedTalks({
    talks: {
      open: (since) => {
        sweeps++;
        return store.talks.open(since);
      },
    },
    clock,
    logger: silentLogger,
    isHeldHere: () => false,
    interrupt: async (talk) => void interrupted.push(talk.talk_id),
  });
  const sweep = async () => {
    const before = sweeps;
    await until("a sweep", () => {
      clock.advance(2_000);
      return sweeps > before;
    });
  };
  for (let packet = 0; packet < 5; packet++) {
    await store.talks.store(talk_id, packet, [Uint8Array.of(packet)], elsewhere());
    await sweep();
  }
  expect(interrupted).toEqual([]);
  await sweep();
  await until("the interruption, when nothing more is said", () => interrupted.includes(talk_id));
  abandoned.close();
  await store.close();
});

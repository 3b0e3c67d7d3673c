import { expect, test } from "bun:test";
import type { AccountId, ConversationId, DeviceId, TalkId } from "@feiliao/protocol";
import { until } from "@feiliao/testkit/until";
import { silentLogger } from "../platform/logger.ts";
import { newId, systemRandom } from "../platform/random.ts";
import { VirtualClock } from "../platform/virtual-clock.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import { AbandonedTalks } from "./abandoned-talks.ts";

const id = <Id extends string>(kind: Parameters<typeof newId>[0]) => newId<Id>(kind, systemRandom);

test("D16 a clock that runs ahead takes no talk for abandoned that goes on at another node", async () => {
  const store = sqliteStore(":memory:", silentLogger);
  const clock = new VirtualClock();
  const elsewhere = () => clock.now() - 3_600_000; // what the talker's node takes for the time
  const { identity } = await store.accounts.signIn({
    number: "+8613800138001",
    new_account_id: id<AccountId>("account"),
    device_id: id<DeviceId>("device"),
    device_name: "phone",
    token_hash: systemRandom.bytes(32),
    now: elsewhere(),
    idle_ms_max: 1_000,
    proven_pin_hash: null,
  });
  const { conversation_id } = await store.conversations.openDirect({
    opener: identity.account_id,
    opener_address: "tel:+8613800138001",
    peer: identity.account_id,
    peer_address: "tel:+8613800138001",
    new_conversation_id: id<ConversationId>("conversation"),
    now: elsewhere(),
  });
  const talk_id = id<TalkId>("talk");
  await store.conversations.append({
    ...identity,
    conversation_id,
    client_id: "talk",
    content: { type: "voice", talk_id },
    talk: { start: talk_id },
    now: elsewhere(),
  });
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

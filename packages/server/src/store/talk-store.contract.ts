import { expect, test } from "bun:test";
import type { EntryContent, TalkId } from "@feiliao/protocol";
import type { Store } from "./store.ts";
import { id, intentOf, NOW, pair } from "./testing/cast.ts";

/** The part of the store contract about talks: their packets, and how they end. */
export function talkStoreContract(store: () => Store, settle: () => Promise<void>): void {
  test("an ended talk is folded into its voice message, wherever that is stored", async () => {
    const cast = await pair(store());
    const talk_id = id<TalkId>("talk");
    const voice = { content: { type: "voice", talk_id }, talk: { start: talk_id } } as const;
    await store().conversations.append(intentOf(cast, "voice", voice));
    await settle();
    const ended: EntryContent = {
      type: "talk_end",
      target: 1,
      talk_id,
      outcome: "complete",
      packets: 0,
      duration_ms: 0,
      waveform: "",
    };
    const intent = intentOf(cast, "end", { content: ended, talk: { end: talk_id, blob_id: null } });
    await store().conversations.append(intent);
    const range = { limit: 9 };
    const { entries } = await store().conversations.read(cast.conversation_id, cast.bob.account_id, range);
    expect(entries.map((entry) => entry.fold)).toEqual([{ talk_end: ended }, undefined]);
  });

  test("D13 of two ends of a talk in one commit, the later one holds", async () => {
    const cast = await pair(store());
    const talk_id = id<TalkId>("talk");
    const voice = { content: { type: "voice", talk_id }, talk: { start: talk_id } } as const;
    await store().conversations.append(intentOf(cast, "voice", voice));
    await store().talks.store(talk_id, 0, [Uint8Array.of(1)], NOW);
    const end = {
      type: "talk_end",
      target: 1,
      talk_id,
      packets: 1,
      duration_ms: 20,
      waveform: "",
    } as const;
    const talk = { end: talk_id, blob_id: null };
    const interrupted = { ...end, outcome: "interrupted" } as const;
    const complete = { ...end, outcome: "complete" } as const;
    await Promise.all([
      store().conversations.append(intentOf(cast, "interruption", { content: interrupted, talk })),
      store().conversations.append(intentOf(cast, "end", { content: complete, talk })),
    ]);
    expect(await store().talks.byId(talk_id)).toMatchObject({ state: "complete" });
    const range = { limit: 9 };
    const { entries } = await store().conversations.read(cast.conversation_id, cast.bob.account_id, range);
    expect(entries[0]!.fold).toEqual({ talk_end: complete });
  });

  test("talk packets are stored once, in order, without gaps", async () => {
    const cast = await pair(store());
    const talk_id = id<TalkId>("talk");
    await store().conversations.append(
      intentOf(cast, "voice", { content: { type: "voice", talk_id }, talk: { start: talk_id } }),
    );
    const packet = (value: number) => Uint8Array.of(value, value);
    expect(await store().talks.store(talk_id, 0, [packet(0), packet(1)], NOW)).toBe(2);
    expect(await store().talks.store(talk_id, 1, [packet(1), packet(2)], NOW)).toBe(3);
    expect(await store().talks.store(talk_id, 9, [packet(9)], NOW)).toBe(3);
    expect([...(await store().talks.packets(talk_id, 1))]).toEqual([0, 2, 1, 1, 0, 2, 2, 2]);
    expect((await store().talks.open(NOW)).map((talk) => talk.talk_id)).toEqual([talk_id]);
    expect(await store().talks.open(NOW - 1)).toEqual([]);
  });

  test("an interrupted talk that gets more packets is open again", async () => {
    const cast = await pair(store());
    const talk_id = id<TalkId>("talk");
    const begun = await store().conversations.append(
      intentOf(cast, "voice", { content: { type: "voice", talk_id }, talk: { start: talk_id } }),
    );
    const content = {
      type: "talk_end",
      target: begun.seq,
      talk_id,
      outcome: "interrupted",
      packets: 0,
      duration_ms: 0,
      waveform: "",
    } as const;
    const talk = { end: talk_id, blob_id: null };
    await store().conversations.append(intentOf(cast, "interruption", { content, talk }));
    expect(await store().talks.open(NOW)).toEqual([]);
    expect(await store().talks.store(talk_id, 0, [Uint8Array.of(1)], NOW)).toBe(1);
    expect(await store().talks.open(NOW)).toMatchObject([{ talk_id, next_packet: 1 }]);
  });
}

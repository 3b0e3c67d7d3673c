import { describe, expect, test } from "bun:test";
import type { AccountId, EntryContent, TalkId } from "@feiliao/protocol";
import type { AppendIntent } from "./conversation-store.ts";
import type { Store } from "./store.ts";
import { id, intentOf, NOW, type Pair, pair, words } from "./testing/cast.ts";

const MINUTE_MS = 60_000;

/** The part of the store contract about what later entries make of earlier ones: folds, erasure, pins, expiry. */
export function messageChangesContract(store: () => Store, settle: () => Promise<void>): void {
  const append = (cast: Pair, key: string, content: EntryContent, more: Partial<AppendIntent> = {}) =>
    store().conversations.append(intentOf(cast, key, { content, ...more }));
  const entriesOf = async ({ conversation_id, bob }: Pair) => {
    const range = { after_seq: 0, limit: 100 };
    return (await store().conversations.read(conversation_id, bob.account_id, range)).entries;
  };
  const infoOf = async ({ conversation_id }: Pair, account_id: AccountId) =>
    (await store().conversations.standing(conversation_id, account_id))!.info;

  test("a page ends by what edits made of its messages, too", async () => {
    const cast = await pair(store());
    const { conversation_id, bob } = cast;
    const messages = 80;
    for (let seq = 1; seq <= messages; seq++) await append(cast, `${seq}`, words("short"));
    const text = "长".repeat(8_000);
    for (let seq = 1; seq <= messages; seq++)
      await append(cast, `e${seq}`, { type: "edit", target: seq, text });
    const range = { after_seq: 0, limit: messages };
    const { entries } = await store().conversations.read(conversation_id, bob.account_id, range);
    expect(entries.length).toBeGreaterThan(50);
    expect(entries.length).toBeLessThan(messages);
  });

  for (const [where, between] of [
    ["staged just now", async () => {}],
    ["settled", settle],
  ] as const) {
    describe(`a message that was ${where}`, () => {
      test("D11 has the edits and reactions that came after it", async () => {
        const cast = await pair(store());
        const { alice, bob } = cast;
        await append(cast, "a", words("helo"));
        await between();
        await append(cast, "b", { type: "edit", target: 1, text: "hello" });
        await append(cast, "c", { type: "reaction", target: 1, emoji: "👍" }, bob);
        await append(cast, "d", { type: "reaction", target: 1, emoji: "👍" });
        const entries = await entriesOf(cast);
        expect(entries.map(({ content }) => content.type)).toEqual(["text", "edit", "reaction", "reaction"]);
        expect(entries[0]!.content).toEqual(words("helo"));
        const accounts = [alice.account_id, bob.account_id].sort();
        expect(entries[0]!.fold).toEqual({
          edit: { seqs: [2], at: NOW, text: "hello" },
          reactions: [{ emoji: "👍", accounts }],
        });
        await append(cast, "e", { type: "reaction", target: 1, emoji: null }, bob);
        await append(cast, "f", { type: "reaction", target: 1, emoji: null });
        expect((await entriesOf(cast))[0]!.fold).toEqual({ edit: { seqs: [2], at: NOW, text: "hello" } });
      });

      test("says nothing more once it is recalled, nor do its edits; seqs, keys and the chain stay", async () => {
        const cast = await pair(store());
        const { conversation_id, bob } = cast;
        await append(cast, "a", words("a secret"));
        await append(cast, "b", { type: "edit", target: 1, text: "another secret" });
        const before = await store().conversations.changes(bob.account_id, [conversation_id], new Map(), 9);
        await between();
        await append(cast, "c", { type: "recall", target: 1 });
        const erased = async () => {
          const entries = await entriesOf(cast);
          expect(entries.map(({ seq, client_id }) => `${seq}${client_id}`)).toEqual(["1a", "2b", "3c"]);
          expect(entries.map(({ content }) => content.type)).toEqual(["erased", "erased", "recall"]);
          expect(entries[0]!.fold).toEqual({ recalled: { by: cast.alice.account_id, at: NOW } });
        };
        await erased();
        await settle();
        await erased();
        const since = await store().conversations.changes(
          bob.account_id,
          [conversation_id],
          before.positions,
          9,
        );
        expect(since.changes.map(({ reset, entries }) => [reset, entries.length])).toEqual([[false, 1]]);
        const repeat = append(cast, "a", words("a secret"));
        expect(await repeat).toMatchObject({ seq: 1, fresh: false });
        const again = append(cast, "d", { type: "edit", target: 1, text: "back" });
        await expect(again).rejects.toMatchObject({ code: "target_gone" });
      });
    });
  }

  test("of a change and a recall asked for at once, each finds what the one before it left", async () => {
    const cast = await pair(store());
    const results = await Promise.allSettled([
      append(cast, "a", words("a")),
      append(cast, "b", { type: "edit", target: 1, text: "b" }),
      append(cast, "c", { type: "recall", target: 1 }),
      append(cast, "d", { type: "reaction", target: 1, emoji: "👍" }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
    const contents = (await entriesOf(cast)).map(({ content }) => content.type);
    expect(contents).toEqual(["erased", "erased", "recall"]);
  });

  test("D2 a change is appended once, and what it changes is asked for only then", async () => {
    const cast = await pair(store());
    await append(cast, "a", words("a"));
    const recall: EntryContent = { type: "recall", target: 1 };
    const first = await append(cast, "b", recall);
    expect(await append(cast, "b", recall, { now: NOW + 10 * MINUTE_MS })).toEqual({
      ...first,
      fresh: false,
    });
  });

  test("D12 a file may be fetched through the conversation as long as a message shows it", async () => {
    const cast = await pair(store());
    const { alice, bob, conversation_id } = cast;
    const blob_id = `blb_${"A".repeat(43)}` as const;
    await store().media.grant(alice.account_id, blob_id, 1);
    const picture: EntryContent = {
      ...{ type: "image", mime: "image/png", size: 1, width: 1, height: 1, thumbhash: "" },
      blob_id,
    };
    await append(cast, "a", picture);
    await append(cast, "b", picture, bob); // who found it in the conversation
    await append(cast, "c", { type: "recall", target: 1 });
    expect(await store().media.inConversation(conversation_id, blob_id)).toBe(true);
    await append(cast, "d", { type: "recall", target: 2 }, bob);
    expect(await store().media.inConversation(conversation_id, blob_id)).toBe(false);
    expect(await store().media.granted(alice.account_id, blob_id)).toBe(true);
  });

  test("a voice message that is recalled takes no more packets, and has none", async () => {
    const cast = await pair(store());
    const talk_id = id<TalkId>("talk");
    const talk = { start: talk_id };
    await append(cast, "a", { type: "voice", talk_id }, { talk });
    await store().talks.store(talk_id, 0, [Uint8Array.of(1)], NOW);
    await append(cast, "b", { type: "recall", target: 1 });
    expect(await store().talks.byId(talk_id)).toMatchObject({ state: "cancelled" });
    expect(await store().talks.packets(talk_id, 0)).toHaveLength(0);
    const more = store().talks.store(talk_id, 1, [Uint8Array.of(2)], NOW);
    await expect(more).rejects.toMatchObject({ code: "talk_ended" });
  });

  test("D7 pins are the conversation's, and devices are told of it once", async () => {
    const cast = await pair(store());
    const { alice, bob, conversation_id } = cast;
    for (const key of ["a", "b"]) await append(cast, key, words(key));
    const changes = (positions: Parameters<Store["conversations"]["changes"]>[2]) =>
      store().conversations.changes(bob.account_id, [conversation_id], positions, 9);
    const before = await changes(new Map());
    expect(before.changes[0]!.info).toMatchObject({ kind: "direct", pins: [] });
    const pin = { type: "pin", pinned: true } as const;
    await append(cast, "c", { ...pin, target: 2 });
    const pinned = await append(cast, "d", { ...pin, target: 1 }, bob);
    expect(pinned.info).toMatchObject({ pins: [2, 1] });
    const since = await changes(before.positions);
    expect(since.changes[0]).toMatchObject({ reset: false, info: { pins: [2, 1] } });
    await append(cast, "e", words("e"));
    const later = await changes(since.positions);
    expect(later.changes[0]!.entries).toHaveLength(1);
    expect(later.changes[0]!.info).toBeUndefined();
    const recalled = await append(cast, "f", { type: "recall", target: 2 });
    expect(recalled.info).toMatchObject({ pins: [1] });
    expect(await infoOf(cast, alice.account_id)).toMatchObject({ pins: [1] });
  });

  test("messages disappear when they are due, with what was made of them, and leave no pin", async () => {
    const cast = await pair(store());
    const { alice, conversation_id } = cast;
    await append(cast, "a", words("stays"));
    const set = await append(cast, "b", { type: "info", disappear_after_s: 60 });
    expect(set.info).toMatchObject({ disappear_after_s: 60 });
    const said = await append(cast, "c", words("a secret"));
    expect(JSON.parse(said.content_json)).toEqual({ ...words("a secret"), expires_in_s: 60 });
    await append(cast, "d", { type: "edit", target: 3, text: "another secret" });
    await append(cast, "e", { type: "pin", target: 3, pinned: true });
    expect(await store().conversations.expire(NOW + MINUTE_MS - 1, 10)).toEqual([]);
    await settle();
    const expired = await store().conversations.expire(NOW + MINUTE_MS, 10);
    expect(expired).toMatchObject([{ conversation_id, seq: 3, info: { pins: [] } }]);
    expect(await store().conversations.expire(NOW + MINUTE_MS, 10)).toEqual([]);
    const entries = await entriesOf(cast);
    const types = entries.map(({ content }) => content.type);
    expect(types).toEqual(["text", "info", "erased", "erased", "pin"]);
    expect(entries[2]!.fold).toBeUndefined();
    expect(await infoOf(cast, alice.account_id)).toMatchObject({ pins: [], disappear_after_s: 60 });
    await append(cast, "f", words("f"), { now: NOW + 2 * MINUTE_MS });
    await append(cast, "g", words("g"), { now: NOW + 2 * MINUTE_MS });
    const due = NOW + 3 * MINUTE_MS;
    expect(await store().conversations.expire(due, 1)).toHaveLength(1);
    expect(await store().conversations.expire(due, 10)).toHaveLength(1);
  });

  test("a voice message that is being spoken disappears only when that has ended", async () => {
    const cast = await pair(store());
    const talk_id = id<TalkId>("talk");
    await append(cast, "a", { type: "info", disappear_after_s: 60 });
    await append(cast, "b", { type: "voice", talk_id }, { talk: { start: talk_id } });
    expect(await store().conversations.expire(NOW + MINUTE_MS, 10)).toEqual([]);
    const end = { talk_id, target: 2, packets: 0, duration_ms: 0, waveform: "" };
    const ended: EntryContent = { type: "talk_end", outcome: "complete", ...end };
    await append(cast, "c", ended, { talk: { end: talk_id, blob_id: null } });
    const expired = await store().conversations.expire(NOW + 3 * MINUTE_MS, 10);
    expect(expired).toMatchObject([{ seq: 2 }]);
  });

  test("what one person has blocked is refused, and only that", async () => {
    const cast = await pair(store());
    const { alice, bob, conversation_id } = cast;
    await append(cast, "a", words("a"));
    const block = (blocked: boolean) =>
      store().conversations.setBlocked(conversation_id, alice.account_id, blocked);
    await block(true);
    await expect(append(cast, "b", words("b"))).rejects.toMatchObject({ code: "blocked" });
    expect(await append(cast, "b", words("b"), bob)).toMatchObject({ seq: 2 });
    const known = await store().conversations.standing(conversation_id, alice.account_id);
    expect(known?.standing).toMatchObject({ state: "active", blocked: true });
    await block(false);
    expect(await append(cast, "b", words("b"))).toMatchObject({ seq: 3 });
  });
}

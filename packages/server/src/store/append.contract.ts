import { describe, expect, test } from "bun:test";
import type { EntryContent } from "@feiliao/protocol";
import type { Store } from "./store.ts";
import { ALICE, intentOf, NOW, pair, signIn, words } from "./testing/cast.ts";

const YEAR_MS = 365 * 24 * 3_600_000;

/** The part of the store contract about appending: keys, seqs, order, rights and what hangs on an entry. */
export function appendContract(store: () => Store, settle: () => Promise<void>): void {
  describe("append", () => {
    test("allocates 1, 2, 3 … to writes asked for at once", async () => {
      const cast = await pair(store());
      const intents = Array.from({ length: 50 }, (_, index) => intentOf(cast, `key ${index}`));
      const acks = await Promise.all(intents.map((intent) => store().conversations.append(intent)));
      expect(acks.map((ack) => ack.seq)).toEqual(intents.map((_, index) => index + 1));
    });

    test("answers a repeated key as the first time and writes nothing", async () => {
      const cast = await pair(store());
      const first = await store().conversations.append(intentOf(cast, "a"));
      const [second, third] = await Promise.all([
        store().conversations.append(intentOf(cast, "a", { now: NOW + 5 })),
        store().conversations.append(intentOf(cast, "b")),
      ]);
      expect(second).toEqual({ ...first, fresh: false });
      expect(third.seq).toBe(2);
    });

    test("two of the same key in one commit are one entry", async () => {
      const cast = await pair(store());
      const acks = await Promise.all([1, 2, 3].map(() => store().conversations.append(intentOf(cast, "a"))));
      expect(acks.map((ack) => [ack.seq, ack.fresh])).toEqual([
        [1, true],
        [1, false],
        [1, false],
      ]);
    });

    test("D2 D4 what has long been stored keeps its key and its number", async () => {
      const cast = await pair(store());
      const first = await store().conversations.append(intentOf(cast, "a", { device_seq: 1 }));
      await settle();
      const years_later = intentOf(cast, "a", { device_seq: 1, now: NOW + 10 * YEAR_MS });
      expect(await store().conversations.append(years_later)).toEqual({ ...first, fresh: false });
      expect(JSON.parse(first.content_json)).toEqual(words("a"));
      const other = store().conversations.append(intentOf(cast, "a", { content: words("other") }));
      await expect(other).rejects.toMatchObject({ code: "idempotency_conflict" });
      const again = store().conversations.append(intentOf(cast, "b", { device_seq: 1 }));
      await expect(again).rejects.toMatchObject({ code: "out_of_order", details: { expected: 2 } });
      expect(await store().conversations.append(intentOf(cast, "b", { device_seq: 2 }))).toMatchObject({
        seq: 2,
      });
      // the same key of another person, and in another conversation, is another key
      const { bob, conversation_id } = cast;
      const theirs = { conversation_id, ...bob, client_id: "a", content: words("a"), now: NOW };
      expect(await store().conversations.append(theirs)).toMatchObject({ seq: 3, fresh: true });
    });

    test("D2 a key is one for all devices of an account", async () => {
      const cast = await pair(store());
      const { device_id } = await signIn(store(), ALICE);
      const first = await store().conversations.append(intentOf(cast, "a", { device_seq: 1 }));
      for (const device_seq of [1, undefined]) {
        const repeat = intentOf(cast, "a", { device_id, ...(device_seq && { device_seq }) });
        expect(await store().conversations.append(repeat)).toEqual({ ...first, fresh: false });
      }
    });

    test("D3 D19 a write that fails as nobody foresaw takes no seq, and its neighbours go on", async () => {
      const cast = await pair(store());
      const unforeseen = { type: "text", text: 1n as unknown as string } as const; // no JSON holds it
      const results = await Promise.allSettled([
        store().conversations.append(intentOf(cast, "a")),
        store().conversations.append(intentOf(cast, "b", { content: unforeseen })),
        store().conversations.append(intentOf(cast, "c")),
      ]);
      expect(results).toMatchObject([
        { status: "fulfilled", value: { seq: 1, fresh: true } },
        { status: "rejected" },
        { status: "fulfilled", value: { seq: 2, fresh: true } },
      ]);
      const range = { after_seq: 0, limit: 9 };
      const { entries } = await store().conversations.read(cast.conversation_id, cast.bob.account_id, range);
      expect(entries.map(({ seq, client_id }) => [seq, client_id])).toEqual([
        [1, "a"],
        [2, "c"],
      ]);
    });

    test("refuses a key with other content", async () => {
      const cast = await pair(store());
      await store().conversations.append(intentOf(cast, "a"));
      const other = store().conversations.append(intentOf(cast, "a", { content: words("other") }));
      await expect(other).rejects.toMatchObject({ code: "idempotency_conflict" });
    });

    test("a rejected write leaves the others of its commit alone", async () => {
      const cast = await pair(store());
      const stranger = await signIn(store(), "+8618900189003");
      const results = await Promise.allSettled([
        store().conversations.append(intentOf(cast, "a")),
        store().conversations.append(intentOf(cast, "b", stranger)),
        store().conversations.append(intentOf(cast, "c")),
      ]);
      expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      const { entries } = await store().conversations.read(cast.conversation_id, cast.alice.account_id, {
        limit: 10,
      });
      expect(entries.map((entry) => entry.seq)).toEqual([1, 2]);
    });

    test("keeps a device's order and names the number that is due", async () => {
      const cast = await pair(store());
      await store().conversations.append(intentOf(cast, "a", { device_seq: 1 }));
      const early = store().conversations.append(intentOf(cast, "c", { device_seq: 3 }));
      await expect(early).rejects.toMatchObject({ code: "out_of_order", details: { expected: 2 } });
      const repeated = await store().conversations.append(intentOf(cast, "a", { device_seq: 1 }));
      expect(repeated).toMatchObject({ seq: 1, fresh: false });
    });

    test("never lets server time run backwards in a conversation", async () => {
      const cast = await pair(store());
      await store().conversations.append(intentOf(cast, "a", { now: NOW + 1_000 }));
      const later = await store().conversations.append(intentOf(cast, "b", { now: NOW }));
      expect(later.server_time).toBe(NOW + 1_000);
    });

    test("refuses a picture that the sender did not upload", async () => {
      const cast = await pair(store());
      const blob_id = `blb_${"A".repeat(43)}` as const;
      const content: EntryContent = {
        type: "image",
        blob_id,
        mime: "image/png",
        size: 1,
        width: 1,
        height: 1,
        thumbhash: "",
      };
      const before = store().conversations.append(intentOf(cast, "a", { content }));
      await expect(before).rejects.toMatchObject({ code: "media_missing" });
      await store().media.grant(cast.alice.account_id, blob_id, 1);
      await store().conversations.append(intentOf(cast, "a", { content }));
      expect(await store().media.inConversation(cast.conversation_id, blob_id)).toBe(true);
    });
  });
}

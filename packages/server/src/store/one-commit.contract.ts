import { beforeEach, describe, expect, test } from "bun:test";
import type { BlobId, ConversationId, EntryContent, MembershipContent } from "@feiliao/protocol";
import type { DeviceIdentity } from "./account-store.ts";
import type { Appended } from "./conversation-store.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, createGroup, NOW, signIn, words } from "./testing/cast.ts";

type Said = readonly [DeviceIdentity, EntryContent, string?];

/** The part of the store contract about writes that are asked for at once: each sees what those before it did. */
export function oneCommitContract(store: () => Store): void {
  describe("in one commit", () => {
    let alice: DeviceIdentity;
    let bob: DeviceIdentity;
    let carol: DeviceIdentity;
    let conversation_id: ConversationId;
    beforeEach(async () => {
      [alice, bob, carol] = (await Promise.all(
        [ALICE, BOB, "+8618900189003"].map((number) => signIn(store(), number)),
      )) as [DeviceIdentity, DeviceIdentity, DeviceIdentity];
      conversation_id = await createGroup(store(), [alice, bob, carol]);
    });

    /** Each under a key of its own, unless it names one. */
    function atOnce(...said: Said[]): Promise<PromiseSettledResult<Appended>[]> {
      return Promise.allSettled(
        said.map(([by, content, client_id = `key ${said.findIndex(([, other]) => other === content)}`]) =>
          store().conversations.append({ conversation_id, ...by, client_id, content, now: NOW }),
        ),
      );
    }

    function change(change: MembershipContent["change"], { account_id }: DeviceIdentity): EntryContent {
      return { type: "membership", change, account_ids: [account_id] };
    }

    test("a message is edited, reacted to and pinned", async () => {
      const results = await atOnce(
        [alice, words("a")],
        [alice, { type: "edit", target: 1, text: "b" }],
        [bob, { type: "reaction", target: 1, emoji: "👍" }],
        [carol, { type: "reaction", target: 1, emoji: "👍" }],
        [alice, { type: "pin", target: 1, pinned: true }],
      );
      expect(results.map(({ status }) => status)).toEqual(results.map(() => "fulfilled"));
      expect(results[4]).toMatchObject({ value: { info: { pins: [1] } } });
      const { entries } = await store().conversations.read(conversation_id, bob.account_id, {
        after_seq: 0,
        limit: 1,
      });
      expect(entries[0]!.fold).toEqual({
        edit: { seqs: [2], at: NOW, text: "b" },
        reactions: [{ emoji: "👍", accounts: [bob.account_id, carol.account_id].sort() }],
      });
    });

    test("what is recalled is said no more to who repeats it", async () => {
      const [, , repeat, late] = await atOnce(
        [alice, words("a"), "a"],
        [alice, { type: "recall", target: 1 }],
        [alice, words("a"), "a"],
        [bob, { type: "reaction", target: 1, emoji: "👍" }],
      );
      expect(repeat).toMatchObject({ value: { seq: 1, fresh: false, content_json: '{"type":"erased"}' } });
      expect(late).toMatchObject({ reason: { code: "target_gone" } });
    });

    test("a picture is passed on by who has just seen it, and by nobody once it is recalled", async () => {
      const blob_id: BlobId = `blb_${"A".repeat(43)}`;
      const size = { mime: "image/png", size: 1, width: 1, height: 1, thumbhash: "" } as const;
      const picture = (): EntryContent => ({ type: "image", blob_id, ...size });
      await store().media.grant(alice.account_id, blob_id, 1);
      const [shown, passed_on, , , refused] = await atOnce(
        [alice, picture()],
        [bob, picture()],
        [alice, { type: "recall", target: 1 }],
        [bob, { type: "recall", target: 2 }],
        [carol, picture()],
      );
      expect([shown, passed_on].map((one) => one!.status)).toEqual(["fulfilled", "fulfilled"]);
      expect(refused).toMatchObject({ reason: { code: "media_missing" } });
      expect(await store().media.inConversation(conversation_id, blob_id)).toBe(false);
    });

    test("D17 who is removed, muted or made admin is so from the next entry on", async () => {
      const results = await atOnce(
        [alice, change("removed", bob)],
        [bob, words("b")],
        [alice, change("muted", carol)],
        [carol, words("c")],
        [alice, change("made_admin", carol)],
        [carol, words("d")],
        [carol, change("added", bob)],
        [bob, words("e")],
      );
      expect(results.map((one) => (one.status === "fulfilled" ? one.value.seq : one.reason.code))).toEqual([
        1,
        "not_found",
        2,
        "muted",
        3,
        4,
        5,
        6,
      ]);
    });

    test("D17 when one owner after the other leaves, the next one owns the group", async () => {
      const results = await atOnce(
        [alice, change("made_admin", carol)],
        [alice, change("left", alice)],
        [carol, change("left", carol)],
      );
      const owners = results.map((one) =>
        one.status === "fulfilled"
          ? one.value.members?.flatMap(({ member }) => (member.role === "owner" ? member.account_id : []))
          : one.reason,
      );
      expect(owners).toEqual([[], [carol.account_id], [bob.account_id]]);
      const standing = await store().conversations.standing(conversation_id, bob.account_id);
      expect(standing).toMatchObject({ standing: { role: "owner" }, info: { member_count: 1 } });
    });

    test("an invite link lets in until it is replaced", async () => {
      const dave = await signIn(store(), "+8613900139004");
      const token_hash = new Uint8Array(32).fill(1);
      const by = { conversation_id, account_id: alice.account_id, now: NOW };
      const link = { token_hash, nonce: new Uint8Array(16), expires_at: null };
      const join = (client_id: string) =>
        store().conversations.append({
          conversation_id,
          ...dave,
          client_id,
          content: change("joined", dave),
          now: NOW,
          token_hash,
        });
      const [, joined, , refused] = await Promise.allSettled([
        store().conversations.setLink({ ...by, link }),
        join("a"),
        store().conversations.setLink({ ...by, link: { ...link, token_hash: new Uint8Array(32).fill(2) } }),
        join("b"),
      ]);
      expect(joined).toMatchObject({ status: "fulfilled", value: { audience_changed: true } });
      expect(refused).toMatchObject({ reason: { code: "link_invalid" } });
    });
  });
}

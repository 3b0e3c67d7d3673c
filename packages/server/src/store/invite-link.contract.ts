import { describe, expect, test } from "bun:test";
import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { AppendIntent } from "./conversation-store.ts";
import type { Store } from "./store.ts";
import { createGroup, NOW } from "./testing/cast.ts";
import { inChoir } from "./testing/choir.ts";

/** The part of the store contract about the invite links of groups. */
export function inviteLinkContract(store: () => Store): void {
  const { choir, change } = inChoir(store);

  describe("the invite link", () => {
    const token_hash = new Uint8Array(32).fill(7);
    const link = { token_hash, nonce: new Uint8Array(16).fill(9), expires_at: NOW + 1_000 };
    const setLink = (conversation_id: ConversationId, by: AccountId, made: typeof link | null) =>
      store().conversations.setLink({ conversation_id, account_id: by, link: made, now: NOW });

    test("lets in who shows it, until it ends or is revoked", async () => {
      const { alice, bob, carol, conversation_id } = await choir();
      const denied = setLink(conversation_id, bob.account_id, link);
      await expect(denied).rejects.toMatchObject({ code: "forbidden" });
      await setLink(conversation_id, alice.account_id, link);
      const { conversations } = store();
      expect(await conversations.byLink(token_hash, NOW)).toMatchObject({
        conversation_id,
        info: { title: "Choir" },
      });
      expect(await conversations.byLink(token_hash, NOW + 1_000)).toBeNull();
      const known = await conversations.link(conversation_id, bob.account_id, NOW);
      expect(known).toMatchObject({ expires_at: NOW + 1_000 });
      const enter = (more: Partial<AppendIntent>) => change(conversation_id, carol, "joined", carol, more);
      await expect(enter({})).rejects.toMatchObject({ code: "link_invalid" });
      await expect(enter({ token_hash, now: NOW + 1_000 })).rejects.toMatchObject({ code: "link_invalid" });
      await expect(enter({ token_hash: new Uint8Array(32) })).rejects.toMatchObject({ code: "link_invalid" });
      expect(await enter({ token_hash })).toMatchObject({ audience_changed: true });
      await change(conversation_id, alice, "removed", carol);
      await setLink(conversation_id, alice.account_id, null);
      await expect(enter({ token_hash })).rejects.toMatchObject({ code: "link_invalid" });
      expect(await conversations.byLink(token_hash, NOW)).toBeNull();
      expect(await conversations.link(conversation_id, alice.account_id, NOW)).toBeNull();
    });

    test("lets nobody in who is banned, or in another group", async () => {
      const { alice, bob, carol, conversation_id } = await choir();
      const other = await createGroup(store(), [bob]);
      await setLink(conversation_id, alice.account_id, link);
      await expect(change(other, carol, "joined", carol, { token_hash })).rejects.toMatchObject({
        code: "link_invalid",
      });
      await change(conversation_id, carol, "joined", carol, { token_hash });
      await change(conversation_id, alice, "banned", carol);
      await expect(change(conversation_id, carol, "joined", carol, { token_hash })).rejects.toMatchObject({
        code: "link_invalid",
      });
      await change(conversation_id, alice, "unbanned", carol);
      expect(await change(conversation_id, carol, "joined", carol, { token_hash })).toMatchObject({
        fresh: true,
      });
    });
  });
}

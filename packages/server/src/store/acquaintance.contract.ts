import { expect, test } from "bun:test";
import { keptKey } from "./kept-keys.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, createGroup, NOW, pair, signIn } from "./testing/cast.ts";

/** The part of the store contract about who knows whom: what decides who may ask whom in. */
export function acquaintanceContract(store: () => Store): void {
  test("the direct conversation of two accounts is found from either side, and nobody else's", async () => {
    const { alice, bob, conversation_id } = await pair(store());
    const carol = await signIn(store(), "+8618900189003");
    const { conversations } = store();
    expect(await conversations.directWith(alice.account_id, bob.account_id)).toBe(conversation_id);
    expect(await conversations.directWith(bob.account_id, alice.account_id)).toBe(conversation_id);
    expect(await conversations.directWith(alice.account_id, carol.account_id)).toBeNull();
    expect(await conversations.directWith(alice.account_id, alice.account_id)).toBeNull();
  });

  test("an account has opened what it says it has, not what others opened with it", async () => {
    const { alice, bob, conversation_id } = await pair(store());
    const { accounts } = store();
    const listing = { type: "conversation", conversation_id, kind: "direct", title: null } as const;
    const now = { state: "active", invited_by: null, at: NOW } as const;
    await accounts.list(alice.account_id, { ...listing, ...now, opened_by_me: true });
    await accounts.list(bob.account_id, { ...listing, ...now, opened_by_me: false });
    expect(await accounts.hasOpened(alice.account_id, conversation_id)).toBe(true);
    expect(await accounts.hasOpened(bob.account_id, conversation_id)).toBe(false);
    await accounts.list(bob.account_id, { ...listing, ...now, opened_by_me: true });
    expect(await accounts.hasOpened(bob.account_id, conversation_id)).toBe(true);
  });

  test("a contact is found by its address, as it is now", async () => {
    const { accounts } = store();
    const { account_id } = await signIn(store(), ALICE);
    const address = `tel:${BOB}`;
    expect(await accounts.kept(account_id, keptKey.contact(address))).toBeNull();
    await accounts.setContact(account_id, address, "Bob");
    await accounts.setContact(account_id, address, "Bobby");
    expect(await accounts.kept(account_id, keptKey.contact(address))).toMatchObject({ name: "Bobby" });
    const { changes } = await accounts.log(account_id, 0, 10);
    expect(changes.filter(({ type }) => type === "contact")).toHaveLength(1);
  });

  test("D14 a block is followed by its effect, in the same commit", async () => {
    const { accounts, outbox } = store();
    const { account_id } = await signIn(store(), ALICE);
    const address = `tel:${BOB}`;
    await accounts.keep(account_id, keptKey.block(address), { type: "block", address, blocked: true });
    const rows = await outbox.claim(10, NOW, 1_000);
    expect(rows.map(({ effect }) => effect)).toContainEqual({ kind: "block_changed", account_id, address });
  });

  test("an invite link is given back as it was made", async () => {
    const alice = await signIn(store(), ALICE);
    const conversation_id = await createGroup(store(), [alice]);
    const { account_id } = alice;
    const { conversations } = store();
    expect(await conversations.link(conversation_id, account_id, NOW)).toBeNull();
    const link = {
      token_hash: new Uint8Array(32).fill(7),
      nonce: new Uint8Array(16).fill(9),
      expires_at: NOW + 10,
    };
    await conversations.setLink({ conversation_id, account_id, link, now: NOW });
    const { nonce, expires_at } = link;
    expect(await conversations.link(conversation_id, account_id, NOW)).toEqual({ nonce, expires_at });
    expect(await conversations.link(conversation_id, account_id, NOW + 10)).toBeNull();
  });
}

import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { accountEndContract } from "./account-end.contract.ts";
import { accountStoreContract } from "./account-store.contract.ts";
import { acquaintanceContract } from "./acquaintance.contract.ts";
import { appendContract } from "./append.contract.ts";
import { changesContract } from "./changes.contract.ts";
import { conversationStoreContract } from "./conversation-store.contract.ts";
import { expectedSmsStoreContract } from "./expected-sms-store.contract.ts";
import { inviteLinkContract } from "./invite-link.contract.ts";
import { keptContract } from "./kept.contract.ts";
import { limitStoreContract } from "./limit-store.contract.ts";
import { linkLeaseStoreContract } from "./link-lease-store.contract.ts";
import { linkStoreContract } from "./link-store.contract.ts";
import { logFeedContract } from "./log-feed.contract.ts";
import { membershipContract } from "./membership.contract.ts";
import { messageChangesContract } from "./message-changes.contract.ts";
import { oneCommitContract } from "./one-commit.contract.ts";
import { outboxStoreContract } from "./outbox-store.contract.ts";
import { partialSmsStoreContract } from "./partial-sms-store.contract.ts";
import { passkeyStoreContract } from "./passkey-store.contract.ts";
import { scheduledStoreContract } from "./scheduled-store.contract.ts";
import type { Store } from "./store.ts";
import { talkStoreContract } from "./talk-store.contract.ts";
import { intentOf, pair } from "./testing/cast.ts";
import { toldMembersContract } from "./told-members.contract.ts";
import { verificationStoreContract } from "./verification-store.contract.ts";

interface Traits<Adapter extends Store> {
  /** What was acknowledged is there when it is opened again. */
  durable: boolean;
  /** Brings what was just stored to where the store keeps it for good, if there are such stages. */
  settle?(store: Adapter): Promise<void>;
}

/** What every adapter of the store must do. `open` is called again after `close`, on the same data when it is kept. */
export function storeContract<Adapter extends Store>(
  name: string,
  open: () => Promise<Adapter>,
  { durable, settle = async () => {} }: Traits<Adapter>,
): void {
  describe(`store contract: ${name}`, () => {
    let store: Adapter;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const opened = () => store;
    const settled = () => settle(store);
    accountStoreContract(opened);
    accountEndContract(opened);
    expectedSmsStoreContract(opened);
    linkStoreContract(opened);
    passkeyStoreContract(opened);
    appendContract(opened, settled);
    oneCommitContract(opened);
    acquaintanceContract(opened);
    conversationStoreContract(opened, settled);
    changesContract(opened, settled);
    logFeedContract(opened, settled);
    keptContract(opened);
    membershipContract(opened, settled);
    toldMembersContract(opened);
    inviteLinkContract(opened);
    messageChangesContract(opened, settled);
    talkStoreContract(opened, settled);
    outboxStoreContract(opened);
    scheduledStoreContract(opened);
    limitStoreContract(opened);
    verificationStoreContract(opened);
    linkLeaseStoreContract(opened);
    partialSmsStoreContract(opened);

    if (durable) {
      test("what was acknowledged is there after closing and opening again", async () => {
        const cast = await pair(store);
        const ack = await store.conversations.append(intentOf(cast, "a", { device_seq: 1 }));
        await settle(store);
        await store.conversations.append(intentOf(cast, "b", { device_seq: 2 }));
        await settle(store);
        await store.conversations.append(intentOf(cast, "c", { device_seq: 3 }));
        for (const kept_by of ["the stage", "what is settled"]) {
          await store.close();
          store = await open();
          const repeat = store.conversations.append(intentOf(cast, "a", { device_seq: 1 }));
          expect([kept_by, await repeat]).toEqual([kept_by, { ...ack, fresh: false }]);
          const again = store.conversations.append(intentOf(cast, "d", { device_seq: 3 }));
          await expect(again).rejects.toMatchObject({ code: "out_of_order", details: { expected: 4 } });
          await settle(store);
        }
        const next = await store.conversations.append(intentOf(cast, "d", { device_seq: 4 }));
        expect(next.seq).toBe(4);
      });
    }
  });
}

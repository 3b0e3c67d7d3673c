import { expect, test } from "bun:test";
import type { AccountId } from "@feiliao/protocol";
import { silentLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { Secret } from "../platform/secret.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import { ALICE, createGroup, NOW, signIn } from "../store/testing/cast.ts";
import { CatchUp } from "./catch-up.ts";

test("D7 a conversation that is listed during a pull is in the page with what it holds, or not at all", async () => {
  const store = sqliteStore(":memory:", silentLogger);
  const alice = await signIn(store, ALICE);
  async function startConversation(): Promise<void> {
    const conversation_id = await createGroup(store, [alice]);
    const content = { type: "text", text: "hello" } as const;
    await store.conversations.append({ conversation_id, ...alice, client_id: "a", content, now: NOW });
    const listing = {
      type: "conversation",
      kind: "group",
      title: null,
      opened_by_me: true,
      state: "active",
      invited_by: null,
      at: NOW,
    } as const;
    await store.accounts.list(alice.account_id, { ...listing, conversation_id });
  }
  const { accounts } = store;
  let happens: () => Promise<void> = startConversation;
  /** Once, when the first of the reads has its answer. */
  async function thenHappens<T>(answer: Promise<T>): Promise<T> {
    const read = await answer;
    const next = happens;
    happens = async () => {};
    await next();
    return read;
  }
  const interrupted = {
    ...accounts,
    log: (...query: Parameters<typeof accounts.log>) => thenHappens(accounts.log(...query)),
    listed: (id: AccountId) => thenHappens(accounts.listed(id)),
  };
  const { conversations } = store;
  const secret = new Secret(systemRandom.bytes(32));
  const interruptedPull = new CatchUp({ accounts: interrupted, conversations }, secret);
  const page = await interruptedPull.pull(alice.account_id, null, null);
  const told = page.conversations.map(({ conversation_id }) => conversation_id);
  const named = page.account.flatMap((change) =>
    change.type === "conversation" ? change.conversation_id : [],
  );
  expect(told).toEqual(expect.arrayContaining(named));
  const next = await new CatchUp(store, secret).pull(alice.account_id, page.token, null);
  expect(page.account.length + next.account.length).toBe(2); // the profile and the conversation
  await store.close();
});

test("D10 a token of another epoch begins the account's log anew, though its position is in this one as well", async () => {
  const store = sqliteStore(":memory:", silentLogger);
  const identity = await signIn(store, ALICE);
  const { account_id } = identity;
  const catchUp = new CatchUp(store, new Secret(systemRandom.bytes(32)));
  await store.accounts.setContact(account_id, "tel:+8618600186002", "Bob");
  const { token, account } = await catchUp.pull(account_id, null, null);
  expect(await catchUp.pull(account_id, token, null)).toMatchObject({ account_reset: false, account: [] });
  await store.bumpEpoch();
  const anew = await catchUp.pull(account_id, token, null);
  expect(anew).toMatchObject({ account_reset: true, account });
  expect(await catchUp.pull(account_id, anew.token, null)).toMatchObject({ account_reset: false });
  await store.close();
});

import { expect, test } from "bun:test";
import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { NewAccountChange } from "./account-store.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, id, NOW, pair, signIn } from "./testing/cast.ts";

type Scheduled = Extract<NewAccountChange, { type: "scheduled" }>;

/** The part of the store contract about what an account keeps, of which the last of each is told. */
export function keptContract(store: () => Store): void {
  const conversation_id = id<ConversationId>("conversation");

  function scheduled(scheduled_id: string, text: string | null): Scheduled {
    if (text === null) return { type: "scheduled", scheduled_id, message: null };
    const content = { type: "text", text } as const;
    const message = { conversation_id, content, due_at: NOW, failure: null };
    return { type: "scheduled", scheduled_id, message };
  }
  const logOf = async (account_id: AccountId, after = 0) =>
    (await store().accounts.log(account_id, after, 100)).changes.filter(({ type }) => type !== "profile");

  test("D7 of what is kept under a key the last is told, to devices that had the ones before and to new ones", async () => {
    const { accounts } = store();
    const { account_id } = await signIn(store(), ALICE);
    const first = await accounts.keep(account_id, "a", scheduled("a", "one"));
    await accounts.keep(account_id, "b", scheduled("b", "other"));
    const last = await accounts.keep(account_id, "a", scheduled("a", "two"));
    expect(last.position).toBeGreaterThan(first.position);
    expect((await logOf(account_id)).map((change) => [change.position, change.type])).toEqual([
      [first.position + 1, "scheduled"],
      [last.position, "scheduled"],
    ]);
    expect(await logOf(account_id, first.position + 1)).toEqual([last]);
    expect(await accounts.kept(account_id, "a")).toEqual(last);
    expect(await accounts.kept(account_id, "c")).toBeNull();
    const other = await signIn(store(), BOB);
    expect(await accounts.kept(other.account_id, "a")).toBeNull();
  });

  test("an account keeps so many of a kind; what is gone makes room, and may always be said", async () => {
    const { accounts } = store();
    const { account_id } = await signIn(store(), ALICE);
    const keep = (key: string, text: string | null) =>
      accounts.keep(account_id, key, scheduled(key, text), 2);
    for (const key of ["a", "b"]) await keep(key, "text");
    await expect(keep("c", "text")).rejects.toMatchObject({ code: "limit_reached" });
    expect(await keep("b", "other text")).toMatchObject({ message: { content: { text: "other text" } } });
    await keep("c", null);
    await keep("a", null);
    expect(await keep("c", "text")).toMatchObject({ scheduled_id: "c" });
    await expect(keep("a", "text")).rejects.toMatchObject({ code: "limit_reached" });
  });

  test("D7 a conversation on the list says anew what the account is in it, whenever that is another", async () => {
    const cast = await pair(store());
    const { account_id } = cast.bob;
    const list = (state: "invited" | "active" | "removed", opened_by_me: boolean) =>
      store().accounts.list(account_id, {
        ...({ type: "conversation", kind: "group", title: "Choir", invited_by: null, at: NOW } as const),
        ...{ conversation_id, state, opened_by_me },
      });
    expect(await list("invited", false)).toMatchObject({ state: "invited", opened_by_me: false });
    expect(await list("active", true)).toMatchObject({ state: "active", opened_by_me: true });
    expect(await list("active", false)).toBeNull();
    expect(await list("removed", false)).toMatchObject({ state: "removed", opened_by_me: true });
    expect(await store().accounts.listed(account_id)).toContain(conversation_id);
  });
}

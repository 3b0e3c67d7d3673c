import { expect, test } from "bun:test";
import type { AccountId, ConversationId } from "@feiliao/protocol";
import { Audiences } from "./audiences.ts";

const GROUP: ConversationId = "con_group";
const ALICE: AccountId = "acc_alice";
const BOB: AccountId = "acc_bob";

/** Reads that are answered when the test says so. */
function slowReads() {
  const waiting: ((audience: AccountId[] | null) => void)[] = [];
  const audience = () => new Promise<AccountId[] | null>((resolve) => waiting.push(resolve));
  return { waiting, audience };
}

test("an audience is read once for all who wait for it, and then known", async () => {
  const { waiting, audience } = slowReads();
  const audiences = new Audiences({ audience });
  const both = Promise.all([audiences.read(GROUP), audiences.read(GROUP)]);
  expect(waiting).toHaveLength(1);
  waiting[0]!([ALICE]);
  expect(await both).toEqual([[ALICE], [ALICE]]);
  expect(audiences.known(GROUP)).toEqual([ALICE]);
});

test("D17 what was read before a change is not remembered after it", async () => {
  const { waiting, audience } = slowReads();
  const audiences = new Audiences({ audience });
  const before = audiences.read(GROUP);
  audiences.forget(GROUP);
  const after = audiences.read(GROUP);
  waiting[1]!([ALICE]);
  await after;
  waiting[0]!([ALICE, BOB]);
  await before;
  expect(audiences.known(GROUP)).toEqual([ALICE]);
  audiences.forgetAll();
  expect(audiences.known(GROUP)).toBeNull();
});

test("a conversation that does not exist yet, and one that could not be read, are read again", async () => {
  const answers: (() => Promise<AccountId[] | null>)[] = [
    async () => null,
    () => Promise.reject(new Error("no database")),
    async () => [BOB],
  ];
  const audiences = new Audiences({ audience: () => answers.shift()!() });
  expect(await audiences.read(GROUP)).toEqual([]);
  await expect(audiences.read(GROUP)).rejects.toThrow("no database");
  expect(await audiences.read(GROUP)).toEqual([BOB]);
});

test("no more than so many accounts are remembered, the oldest going first", async () => {
  const sizes: Record<ConversationId, AccountId[]> = {
    con_a: [ALICE, BOB],
    con_b: [ALICE],
    con_c: [ALICE, BOB],
  };
  const audiences = new Audiences({ audience: async (id) => sizes[id]! }, 3);
  for (const id of ["con_a", "con_b", "con_c"] as const) await audiences.read(id);
  expect(audiences.known("con_a")).toBeNull();
  expect(audiences.known("con_b")).toEqual([ALICE]);
  expect(audiences.known("con_c")).toEqual([ALICE, BOB]);
  audiences.forget("con_b");
  await audiences.read("con_b");
  expect(audiences.known("con_c")).toEqual([ALICE, BOB]);
});

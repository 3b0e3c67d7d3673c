import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { BlobId, ConversationId, EntryContent, MembershipContent } from "@feiliao/protocol";
import { SQL } from "bun";
import { silentLogger } from "../../platform/logger.ts";
import type { DeviceIdentity } from "../account-store.ts";
import type { Appended, AppendIntent } from "../conversation-store.ts";
import type { Store } from "../store.ts";
import { createGroup, NOW, signIn, words } from "../testing/cast.ts";
import { uuidOf } from "./ids.ts";
import { postgresStore } from "./postgres-store.ts";
import { testDatabase } from "./testing/database.ts";
import { whileHeld } from "./testing/held.ts";

const database = await testDatabase();
const ROUNDS = 8;

describe("a group on two nodes of one database", () => {
  let nodes: [Store, Store];
  let alice: DeviceIdentity;
  let bob: DeviceIdentity;
  let carol: DeviceIdentity;
  let keys = 0;
  beforeEach(async () => {
    database.empty();
    const open = () => postgresStore(database.url, silentLogger);
    nodes = await Promise.all([open(), open()]);
    alice = await signIn(nodes[0], "+8613800138001");
    bob = await signIn(nodes[0], "+8618600186002");
    carol = await signIn(nodes[0], "+8618900189003");
  });
  afterEach(() => Promise.all(nodes.map((node) => node.close())));

  /** A group of the three that Alice owns. */
  const makeGroup = () => createGroup(nodes[0], [alice, bob, carol]);

  function says(conversation_id: ConversationId, by: DeviceIdentity, content: EntryContent): AppendIntent {
    return { conversation_id, ...by, client_id: `key ${keys++}`, content, now: NOW };
  }

  function change(change: MembershipContent["change"], ...of: DeviceIdentity[]): EntryContent {
    return { type: "membership", change, account_ids: of.map(({ account_id }) => account_id) };
  }

  /** Begins all of them at once, each on its node. */
  function race(
    intents: readonly (readonly [0 | 1, AppendIntent])[],
  ): Promise<PromiseSettledResult<Appended>[]> {
    return Promise.allSettled(intents.map(([node, intent]) => nodes[node].conversations.append(intent)));
  }

  const log = async (conversation_id: ConversationId, { account_id }: DeviceIdentity) =>
    (await nodes[1].conversations.read(conversation_id, account_id, { after_seq: 0, limit: 100 })).entries;

  const roles = async (conversation_id: ConversationId, { account_id }: DeviceIdentity) =>
    (await nodes[1].conversations.members(conversation_id, account_id, "active", null, 10)).map(
      (member) => [member.account_id, member.role] as const,
    );

  test("D17 of a removal and sends that race, what is in the log is what came before", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const conversation_id = await makeGroup();
      const sends = [1, 2, 3].map((n) => [1, says(conversation_id, bob, words(`${n}`))] as const);
      const [removed, ...sent] = await race([
        [0, says(conversation_id, alice, change("removed", bob))],
        ...sends,
      ]);
      const removal = (removed as PromiseFulfilledResult<Appended>).value.seq;
      const entries = await log(conversation_id, alice);
      const written = entries.filter(({ sender }) => sender === bob.account_id).map(({ seq }) => seq);
      const acknowledged = sent.flatMap((one) => (one.status === "fulfilled" ? one.value.seq : []));
      expect(written).toEqual(acknowledged);
      expect(written.filter((seq) => seq > removal)).toEqual([]);
      for (const one of sent) {
        if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "not_found" });
      }
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, place) => place + 1));
    }
  });

  test("D17 a removal that waits for the conversation sees what was sent before it", async () => {
    const conversation_id = await makeGroup();
    const [removed] = await whileHeld(
      database.url,
      async (transaction) => {
        await transaction`SELECT FROM conversation
          WHERE conversation_id = ${uuidOf(conversation_id)}::uuid FOR NO KEY UPDATE`;
        await transaction`UPDATE membership SET role = 'admin'
          WHERE conversation_id = ${uuidOf(conversation_id)}::uuid AND account_id = ${uuidOf(bob.account_id)}::uuid`;
        await transaction`UPDATE membership SET role = 'member'
          WHERE conversation_id = ${uuidOf(conversation_id)}::uuid AND account_id = ${uuidOf(alice.account_id)}::uuid`;
      },
      [
        () =>
          nodes[1].conversations
            .append(says(conversation_id, alice, change("removed", bob)))
            .catch((why) => why),
      ],
    );
    expect(removed).toMatchObject({ code: "forbidden" });
  });

  test("D11 an edit and a recall that race leave no words, on disk neither", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const conversation_id = await makeGroup();
      const { seq: target } = await nodes[0].conversations.append(
        says(conversation_id, bob, words("secret")),
      );
      const [edited, recalled] = await race([
        [0, says(conversation_id, bob, { type: "edit", target, text: "secret too" })],
        [1, says(conversation_id, bob, { type: "recall", target })],
      ]);
      expect(recalled).toMatchObject({ status: "fulfilled" });
      if (edited!.status === "rejected") expect(edited!.reason).toMatchObject({ code: "target_gone" });
      const [message] = await log(conversation_id, alice);
      expect(message).toMatchObject({
        content: { type: "erased" },
        fold: { recalled: { by: bob.account_id } },
      });
      expect(message!.fold).not.toHaveProperty("edit");
    }
    const sql = new SQL(database.url);
    expect(await sql`SELECT FROM entry WHERE content || coalesce(fold, '') LIKE '%secret%'`).toHaveLength(0);
    await sql.close();
  });

  test("D11 reactions given on both at once are all there", async () => {
    const conversation_id = await makeGroup();
    const { seq: target } = await nodes[0].conversations.append(says(conversation_id, alice, words("a")));
    const reaction = { type: "reaction", target, emoji: "👍" } as const;
    await race([bob, carol].map((by, node) => [node as 0 | 1, says(conversation_id, by, reaction)] as const));
    const [message] = await log(conversation_id, alice);
    expect(message!.fold!.reactions![0]!.accounts.toSorted()).toEqual(
      [bob.account_id, carol.account_id].toSorted(),
    );
  });

  test("D17 when the owner leaves while the one who would follow is removed, there is one owner", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const conversation_id = await makeGroup();
      const { append } = nodes[0].conversations;
      await append(says(conversation_id, alice, change("made_admin", bob)));
      const [left] = await race([
        [0, says(conversation_id, alice, change("left", alice))],
        [1, says(conversation_id, bob, change("left", bob))],
      ]);
      expect(left).toMatchObject({ status: "fulfilled" });
      expect(await roles(conversation_id, carol)).toEqual([[carol.account_id, "owner"]]);
    }
  });

  test("D17 of two who are made owner at once, one is", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const conversation_id = await makeGroup();
      await race([
        [0, says(conversation_id, alice, change("made_owner", bob))],
        [1, says(conversation_id, alice, change("made_owner", carol))],
      ]);
      const owners = (await roles(conversation_id, alice)).filter(([, role]) => role === "owner");
      expect(owners).toHaveLength(1);
    }
  });

  test("the members counted are those there are, whoever comes and goes at once", async () => {
    const conversation_id = await makeGroup();
    await race([
      [0, says(conversation_id, bob, change("left", bob))],
      [1, says(conversation_id, alice, change("removed", bob))],
      [0, says(conversation_id, alice, change("removed", carol))],
      [1, says(conversation_id, carol, change("left", carol))],
    ]);
    const standing = await nodes[0].conversations.standing(conversation_id, alice.account_id);
    expect(standing?.info.member_count).toBe((await roles(conversation_id, alice)).length);
  });

  test("a picture that one recalls while another shows it again is there as long as it is shown", async () => {
    const blob_id: BlobId = `blb_${"A".repeat(43)}`;
    await nodes[0].media.grant(alice.account_id, blob_id, 1);
    await nodes[0].media.grant(bob.account_id, blob_id, 1);
    const size = { mime: "image/png", size: 1, width: 1, height: 1, thumbhash: "" } as const;
    const picture: EntryContent = { type: "image", blob_id, ...size };
    for (let round = 0; round < ROUNDS; round++) {
      const conversation_id = await makeGroup();
      const { seq } = await nodes[0].conversations.append(says(conversation_id, alice, picture));
      const [, again] = await race([
        [0, says(conversation_id, alice, { type: "recall", target: seq })],
        [1, says(conversation_id, bob, picture)],
      ]);
      expect(await nodes[0].media.inConversation(conversation_id, blob_id)).toBe(true);
      const target = (again as PromiseFulfilledResult<Appended>).value.seq;
      await nodes[1].conversations.append(says(conversation_id, bob, { type: "recall", target }));
      expect(await nodes[0].media.inConversation(conversation_id, blob_id)).toBe(false);
    }
  });

  test("what disappears is erased once, by whichever node", async () => {
    const conversation_id = await makeGroup();
    const { append } = nodes[0].conversations;
    await append(says(conversation_id, alice, { type: "info", disappear_after_s: 60 }));
    const seqs = Array.from({ length: 20 }, (_, n) => n + 2);
    await Promise.all(seqs.map((n) => append(says(conversation_id, bob, words(`secret ${n}`)))));
    const later = NOW + 61_000;
    const expired = await Promise.all(nodes.map((node) => node.conversations.expire(later, 12)));
    const rest = await nodes[0].conversations.expire(later, 100);
    const erased = [...expired.flat(), ...rest].map(({ seq }) => seq);
    expect(erased.toSorted((a, b) => a - b)).toEqual(seqs);
    expect((await log(conversation_id, alice)).slice(1).map(({ content }) => content.type)).toEqual(
      seqs.map(() => "erased"),
    );
  });

  test("what somebody erases at the moment is neither waited for nor erased twice", async () => {
    const conversation_id = await makeGroup();
    const { append } = nodes[0].conversations;
    await append(says(conversation_id, alice, { type: "info", disappear_after_s: 60 }));
    for (const n of [2, 3, 4]) await append(says(conversation_id, bob, words(`secret ${n}`)));
    const [expired] = await whileHeld(
      database.url,
      (transaction) => transaction`SELECT FROM expiry WHERE seq = 3 FOR UPDATE`,
      [() => nodes[1].conversations.expire(NOW + 61_000, 100)],
    );
    expect(expired!.map(({ seq }) => seq).toSorted()).toEqual([2, 4]);
  });

  test("a link that one revokes while another shows it lets nobody in afterwards", async () => {
    const token_hash = new Uint8Array(32).fill(7);
    const dave = await signIn(nodes[0], "+8613900139004");
    for (let round = 0; round < ROUNDS; round++) {
      const conversation_id = await makeGroup();
      const by = { conversation_id, account_id: alice.account_id, now: NOW };
      await nodes[0].conversations.setLink({
        ...by,
        link: { token_hash, nonce: token_hash, expires_at: null },
      });
      const join = () => says(conversation_id, dave, change("joined", dave));
      const [joined] = await Promise.allSettled([
        nodes[1].conversations.append({ ...join(), token_hash }),
        nodes[0].conversations.setLink({ ...by, link: null }),
      ]);
      if (joined.status === "rejected") expect(joined.reason).toMatchObject({ code: "link_invalid" });
      const late = nodes[1].conversations.append({ ...join(), token_hash });
      await expect(late).rejects.toMatchObject({ code: "link_invalid" });
      expect(await nodes[1].conversations.byLink(token_hash, NOW)).toBeNull();
    }
  });

  test("of what is kept on both at once under one key, one is kept, and a limit holds", async () => {
    const { account_id } = alice;
    const favourite = (favourite_id: string) => ({ type: "favourite", favourite_id, kept: KEPT }) as const;
    const keep = (node: Store, key: string) =>
      node.accounts.keep(account_id, key, favourite(key), 3).then(
        () => true,
        () => false,
      );
    const same = await Promise.all(nodes.map((node) => keep(node, "a")));
    const others = await Promise.all(["b", "c", "d", "e"].map((key, n) => keep(nodes[n % 2]!, key)));
    expect(same).toEqual([true, true]);
    expect(others.filter((kept) => kept)).toHaveLength(2);
    const { changes } = await nodes[0].accounts.log(account_id, 0, 100);
    expect(changes.filter(({ type }) => type === "favourite")).toHaveLength(3);
  });
});

const KEPT = {
  conversation_id: "con_kept" as ConversationId,
  seq: 1,
  sender: "acc_1",
  sender_name: null,
  content: { type: "text", text: "kept" },
  at: NOW,
} as const;

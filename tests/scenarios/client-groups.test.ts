import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import { PEOPLE, until } from "@feiliao/testkit";
import { type App, appStory, texts } from "./client-app.ts";

/** A group of Alice and those who know her. */
async function groupOf(alice: App, ...others: App[]): Promise<ConversationId> {
  const address = `tel:${PEOPLE.alice.number}`;
  for (const { client } of others) await client.openConversation(address);
  const account_ids = others.map(({ client }) => client.profile!.account_id);
  const made = await alice.client.groups.create({ kind: "group", title: "Hikers", account_ids });
  for (const { client } of others) {
    await until("the group to be there", () => client.conversation(made.conversation_id)?.state === "active");
  }
  return made.conversation_id;
}

const view = ({ client }: App, id: ConversationId) => client.conversation(id);

test("GC1 what one did to a group is in the model when the call is answered", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await groupOf(alice, bob);
    await alice.client.groups.set(id, { title: "Mondays", announcement: "7:30" });
    expect(view(alice, id)).toMatchObject({ title: "Mondays", info: { announcement: { text: "7:30" } } });
    const { account_id } = bob.client.profile!;
    await alice.client.groups.changeMembers(id, "made_admin", [account_id]);
    const member = view(alice, id)!.members.find((one) => one.account_id === account_id);
    expect(member?.role).toBe("admin");
    await until(
      "the other side to know",
      () => view(bob, id)?.rights.manage && view(bob, id)?.title === "Mondays",
    );
  });
});

test("GC2 who is removed keeps what they had, marked, also after a reload; nothing of it counts as lost", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await groupOf(alice, bob);
    await alice.client.sendText(id, "before");
    const timeline = await bob.timeline(id);
    await until("the message", () => texts(timeline).includes("before"));
    await alice.client.groups.changeMembers(id, "removed", [bob.client.profile!.account_id]);
    await until("the removal", () => view(bob, id)?.state === "removed");
    await bob.reload();
    await bob.online();
    expect(view(bob, id)).toMatchObject({ state: "removed", lost: 0, rights: { write: { may: false } } });
    expect(texts(await bob.timeline(id))).toContain("before");
  });
});

test("GC3 who comes back goes on from there, with no message counted as lost", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await groupOf(alice, bob);
    const { account_id } = bob.client.profile!;
    await alice.client.sendText(id, "before");
    await until("the message", () => view(bob, id)?.unread === 1);
    await alice.client.groups.changeMembers(id, "removed", [account_id]);
    await until("the removal", () => view(bob, id)?.state === "removed");
    for (const text of ["while away", "and more"]) await alice.client.sendText(id, text);
    await until("what was sent", () => view(alice, id)?.last?.state === "sent");
    await alice.client.groups.add(id, [account_id]);
    await until("the way back", () => view(bob, id)?.state === "active");
    await alice.client.sendText(id, "welcome back");
    const timeline = await bob.timeline(id);
    await until("the message", () => texts(timeline).includes("welcome back"));
    expect(texts(timeline)).not.toContain("while away");
    expect(timeline.complete).toBe(true);
    expect(view(bob, id)?.lost).toBe(0);
    const shown = texts(timeline);
    await bob.goOfflineAndReload();
    expect(texts(await bob.timeline(id))).toEqual(shown);
  });
});

test("GC4 who is called by name is told how often, until they have read it", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await groupOf(alice, bob);
    const { account_id } = bob.client.profile!;
    await alice.client.sendText(id, "@Bob hello", { mentions: [account_id] });
    await alice.client.sendText(id, "@everyone hello", { mentions: ["all"] });
    await alice.client.sendText(id, "hello", { mentions: [] });
    await until("three messages", () => view(bob, id)?.unread === 3);
    expect(view(bob, id)?.mentions).toBe(2);
    bob.client.markRead(id, view(bob, id)!.last!.seq!);
    expect(view(bob, id)?.mentions).toBe(0);
  });
});

test("GC5 settings and blocks are there after a reload without a network", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await groupOf(alice, bob);
    await alice.client.setConversationSettings(id, { pinned: true });
    const direct = await alice.client.openConversation(`tel:${PEOPLE.bob.number}`);
    await alice.client.setBlocked(`tel:${PEOPLE.bob.number}`, true);
    await until("the account's log to say so", async () => {
      await alice.goOfflineAndReload();
      const kept = view(alice, id)?.settings.pinned && view(alice, direct)?.blocked;
      if (!kept) await alice.goOnline();
      return kept;
    });
    expect(alice.client.conversations[0]?.conversation_id).toBe(id);
  });
});

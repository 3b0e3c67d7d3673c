import { expect, test } from "bun:test";
import { PEOPLE, until } from "@feiliao/testkit";
import { App, appStory, texts } from "./client-app.ts";

const bobsAddress = `tel:${PEOPLE.bob.number}`;

test("MO5: two devices of one person converge on the same conversation, read positions included", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob, server }) => {
    const tablet = await App.signUp(server, "alice");
    const id = await alice.client.openConversation(bobsAddress, "老王");
    await alice.client.sendText(id, "from the phone");
    await until("the tablet knows", () => tablet.client.conversation(id)?.last);
    await tablet.client.sendText(id, "from the tablet");
    await until("bob has both", () => bob.client.conversation(id)?.unread === 2);
    await bob.client.sendText(id, "answer");
    const [onPhone, onTablet] = [await alice.timeline(id), await tablet.timeline(id)];
    await until("both have all", () => texts(onPhone).length === 3 && texts(onTablet).length === 3);
    const seqs = (messages: typeof onPhone.messages) => messages.map(({ seq }) => seq);
    expect(texts(onTablet)).toEqual(texts(onPhone));
    expect(seqs(onTablet.messages)).toEqual(seqs(onPhone.messages));
    expect(tablet.client.conversation(id)).toMatchObject({ title: "老王", unread: 1 });

    alice.client.markRead(id, onPhone.messages.at(-1)!.seq!);
    await until("the tablet hears of it", () => tablet.client.conversation(id)!.unread === 0);
    await tablet.client.stop();
  });
});

test("SY6: a new friend's first message makes the conversation appear, and is told of once", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    await until("bob knows of it", () => bob.client.conversation(id));
    expect(bob.client.conversations).toEqual([]);
    await alice.client.sendText(id, "hello");
    await until("bob is told", () => bob.messages.length > 0);
    expect(bob.client.conversations.map(({ conversation_id }) => conversation_id)).toEqual([id]);
    await bob.reload();
    await bob.online();
    await bob.goOffline();
    await alice.client.sendText(id, "while you were away");
    await bob.goOnline();
    await until("bob is told of the second", () => bob.messages.length > 1);
    expect(bob.messages.map(({ content }) => content)).toEqual([
      { type: "text", text: "hello" },
      { type: "text", text: "while you were away" },
    ]);
  });
});

test("TB1: tabs share one device: a message is told of in one of them, and what is composed in either is sent in order", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob, server }) => {
    const otherTab = await App.onCache(server, alice.cache);
    await otherTab.online();
    const id = await bob.client.openConversation(`tel:${PEOPLE.alice.number}`);
    await bob.client.sendText(id, "which tab rings?");
    await until("both tabs show it", () =>
      [alice, otherTab].every((tab) => tab.client.conversation(id)?.unread === 1),
    );
    for (let index = 0; index < 5; index++) {
      await alice.client.sendText(id, `${2 * index}`);
      await otherTab.client.sendText(id, `${2 * index + 1}`);
    }
    const his = await bob.timeline(id);
    await until("bob has all", () => texts(his).length === 11);
    expect(texts(his).slice(1)).toEqual(Array.from({ length: 10 }, (_, index) => String(index)));
    const both = [await alice.timeline(id), await otherTab.timeline(id)];
    await until("both tabs show all as sent", () =>
      both.every((tab) => tab.messages.length === 11 && tab.messages.every(({ seq }) => seq !== null)),
    );
    expect(texts(both[1]!)).toEqual(texts(both[0]!));
    expect(alice.messages.length + otherTab.messages.length).toBe(1);
    await otherTab.client.stop();
  });
});

test("TB2: when the tab that keeps the cache closes, another one brings the cache up to date", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob, server }) => {
    const id = await bob.client.openConversation(`tel:${PEOPLE.alice.number}`);
    await bob.client.sendText(id, "one");
    await until("it is there", () => alice.client.conversation(id)?.last);
    const otherTab = await App.onCache(server, alice.cache);
    await otherTab.online();
    alice.network.down();
    await bob.client.sendText(id, "two");
    await until("the other tab has it", () => otherTab.client.conversation(id)?.unread === 2);
    await alice.client.stop();
    await until("the cache has it", async () => (await alice.cache.all("entries")).length === 2);
    await otherTab.client.stop();
    await otherTab.goOfflineAndReload();
    expect(texts(await otherTab.timeline(id))).toEqual(["one", "two"]);
  });
});

test("TB1: signing in on one tab signs in the others, and so does signing out", async () => {
  await appStory(["alice"], async ({ alice, server }) => {
    const otherTab = await App.onCache(server, alice.cache);
    await alice.client.signOut();
    expect(alice.client.session).toEqual({ phase: "signed_out", reason: "signed_out" });
    await until("the other tab to follow", () => otherTab.client.session.phase === "signed_out");
    expect(await alice.cache.all("conversations")).toEqual([]);
    await alice.signIn("alice");
    await until("the other tab to follow", () => otherTab.client.session.phase === "signed_in");
    await otherTab.client.stop();
  });
});

test("CN5: a device that another one revokes is signed out and keeps nothing", async () => {
  await appStory(["alice", "bob"], async ({ alice, server }) => {
    const stolen = await App.signUp(server, "alice");
    const id = await stolen.client.openConversation(bobsAddress);
    await stolen.client.sendText(id, "secret");
    const { devices } = await alice.client.call("device/list", {});
    const { device_id } = devices.find(({ current }) => !current)!;
    await alice.client.call("device/revoke", { device_id });
    await until("it is signed out", () => stolen.client.session.phase === "signed_out");
    expect(stolen.client.session).toEqual({ phase: "signed_out", reason: "revoked" });
    expect(stolen.client.conversations).toEqual([]);
    expect(await stolen.cache.all("entries")).toEqual([]);
  });
});

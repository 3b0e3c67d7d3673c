import { expect, test } from "bun:test";
import { PEOPLE, until } from "@feiliao/testkit";
import { App, appStory, texts } from "./client-app.ts";

const bobsAddress = `tel:${PEOPLE.bob.number}`;

test("MO4: opened offline, everything is there at once: the list, unread counts, drafts, remark names, the profile", async () => {
  await appStory(["alice", "bob", "carol"], async ({ alice, bob, carol }) => {
    const withBob = await alice.client.openConversation(bobsAddress, "老王");
    await alice.client.sendText(withBob, "hello");
    const withCarol = await carol.client.openConversation(`tel:${PEOPLE.alice.number}`);
    await carol.client.sendText(withCarol, "one");
    await carol.client.sendText(withCarol, "two");
    await until("all has arrived", () => alice.client.conversation(withCarol)?.unread === 2);
    await until("bob has it", () => bob.client.conversation(withBob)?.unread === 1);
    alice.client.setDraft(withBob, "to be contin");
    const before = alice.client.conversations.map(({ title, unread, last }) => ({
      title,
      unread,
      key: last?.key,
    }));

    await alice.goOfflineAndReload();
    expect(alice.client.session).toMatchObject({ phase: "signed_in" });
    const after = alice.client.conversations.map(({ title, unread, last }) => ({
      title,
      unread,
      key: last?.key,
    }));
    expect(after).toEqual(before);
    expect(alice.client.conversation(withBob)).toMatchObject({ title: "老王", draft: "to be contin" });
    expect(alice.client.profile).toMatchObject({ name: PEOPLE.alice.name, number: PEOPLE.alice.number });
    expect(texts(await alice.timeline(withCarol))).toEqual(["one", "two"]);
  });
});

test("MO4: a long history is loaded page by page, from the server first and from the cache when offline", async () => {
  await appStory(["alice", "bob"], async ({ bob, server }) => {
    const id = await bob.client.openConversation(`tel:${PEOPLE.alice.number}`);
    const sent = Array.from({ length: 230 }, (_, index) => `message ${index + 1}`);
    await Promise.all(sent.map((text) => bob.client.sendText(id, text)));
    await until("all are sent", () => bob.client.conversation(id)!.last?.seq === 230);
    const fresh = await App.signUp(server, "alice");
    const timeline = await fresh.timeline(id);
    await until("the first page", () => timeline.messages.length >= 100);
    expect(timeline.complete).toBe(false);
    while (!timeline.complete) expect(await timeline.loadOlder()).toBe(true);
    expect(texts(timeline)).toEqual(sent);
    expect(await timeline.loadOlder()).toBe(false);

    await fresh.goOfflineAndReload();
    const offline = await fresh.timeline(id);
    while (!offline.complete) expect(await offline.loadOlder()).toBe(true);
    expect(texts(offline)).toEqual(sent);
    await fresh.client.stop();
  });
});

test("MO3: a position read offline counts at once and reaches the writer later", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await bob.client.openConversation(`tel:${PEOPLE.alice.number}`);
    await bob.client.sendText(id, "read me");
    await until("it arrived", () => alice.client.conversation(id)?.unread === 1);
    await alice.goOffline();
    alice.client.markRead(id, 1);
    await alice.reload();
    expect(alice.client.conversation(id)!.unread).toBe(0);
    await alice.goOnline();
    await until("bob sees it", () => bob.client.conversation(id)!.last!.state === "read");
  });
});

test("OB3: a message that is refused for good says why, does not hold up those behind it, and can be taken out", async () => {
  await appStory(["alice", "bob"], async ({ alice }) => {
    const id = await alice.client.openConversation(bobsAddress);
    await alice.goOffline();
    const refused = await alice.client.sendText(id, "x".repeat(9_000));
    await alice.client.sendText(id, "after it");
    await alice.goOnline();
    const timeline = await alice.timeline(id);
    await until("the second is sent", () => timeline.messages.some(({ seq }) => seq === 1));
    const failed = timeline.messages.find(({ key }) => key === refused)!;
    expect(failed).toMatchObject({ state: "failed", failure: "bad_request", seq: null });
    await alice.client.retry(refused);
    await until("it is refused again", () => timeline.messages.at(-1)!.state === "failed");
    await alice.client.discard(refused);
    expect(texts(timeline)).toEqual(["after it"]);
    expect(await alice.cache.all("outbox")).toEqual([]);
  });
});

test("OB8: a picture composed offline is shown from its bytes, uploaded, and seen by the other side", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    await alice.goOffline();
    const bytes = new Uint8Array(300_000).map((_, index) => (index * 7) % 256);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const picture = {
      bytes,
      mime: "image/png",
      width: 640,
      height: 480,
      thumbhash: "3OcRJYB4d3h/iIeHeEh3eIhw+j2w",
    } as const;
    const key = await alice.client.sendPicture(id, picture);
    await alice.reload();
    const waiting = (await alice.timeline(id)).messages.at(-1)!;
    expect(waiting).toMatchObject({
      key,
      state: "queued",
      content: { type: "image", blob_id: null, width: 640 },
    });
    expect(await alice.client.picture(waiting)).toEqual(bytes);
    await alice.goOnline();
    const received = await until("bob has it", () => bob.messages[0]);
    expect(received.content).toMatchObject({ type: "image", size: bytes.length, mime: "image/png" });
    expect(await bob.client.picture(received)).toEqual(bytes);

    await bob.client.setProfile({ picture });
    const { picture: blob_id } = bob.client.profile!;
    expect(await bob.client.media("me", blob_id!)).toEqual(bytes);
  });
});

import { expect, test } from "bun:test";
import { PEOPLE, until } from "@feiliao/testkit";
import { appStory, states, texts } from "./client-app.ts";

const bobsAddress = `tel:${PEOPLE.bob.number}`;

test("OB1: a message is shown once it is kept, is sent, delivered, and read when its reader has read it", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    const hers = await alice.timeline(id);
    const key = await alice.client.sendText(id, "吃了吗?");
    expect(texts(hers)).toEqual(["吃了吗?"]);
    await until("delivered", () => states(hers)[0] === "delivered");
    expect(hers.messages[0]!.key).toBe(key);

    const his = await bob.timeline(id);
    await until("it to arrive", () => texts(his).length === 1);
    expect(bob.client.conversation(id)).toMatchObject({ unread: 1, title: PEOPLE.alice.name });
    bob.client.markRead(id, his.messages[0]!.seq!);
    expect(bob.client.conversation(id)!.unread).toBe(0);
    await until("read", () => states(hers)[0] === "read");
  });
});

test("OB1: what is composed offline is shown at once, survives a reload, and arrives in the order of composing", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    await alice.client.sendText(id, "before");
    await alice.goOffline();
    const composed = Array.from({ length: 20 }, (_, index) => `offline ${index + 1}`);
    await Promise.all(composed.map((text) => alice.client.sendText(id, text)));
    expect(alice.client.conversation(id)!.last).toMatchObject({ state: "queued", seq: null });

    await alice.reload();
    const hers = await alice.timeline(id);
    expect(texts(hers)).toEqual(["before", ...composed]);
    await alice.goOnline();
    await until("all are sent", () =>
      states(hers).every((state) => state !== "queued" && state !== "sending"),
    );
    const his = await bob.timeline(id);
    await until("all to arrive", () => texts(his).length === 21);
    expect(texts(his)).toEqual(["before", ...composed]);
    expect(texts(hers)).toEqual(texts(his));
  });
});

test("OB2: across restarts of the server and cut sockets, every message arrives once and in order", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob, server }) => {
    const id = await alice.client.openConversation(bobsAddress);
    const sent: string[] = [];
    for (let round = 0; round < 6; round++) {
      for (let index = 0; index < 10; index++) {
        sent.push(`${round}/${index}`);
        await alice.client.sendText(id, `${round}/${index}`);
      }
      if (round % 2 === 0) alice.network.cut();
      else await server.restart();
    }
    const his = await bob.timeline(id);
    await until("all to arrive", () => texts(his).length >= sent.length);
    expect(texts(his)).toEqual(sent);
    const hers = await alice.timeline(id);
    await until("all to be acknowledged", () => hers.messages.every(({ seq }) => seq !== null));
    expect(texts(hers)).toEqual(sent);
  });
}, 30_000);

test("OB1: a text that calls nobody and has no preview is sent as words alone", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    await alice.client.sendText(id, "nobody in particular", { mentions: [], preview: undefined });
    const his = await bob.timeline(id);
    await until("it to arrive", () => texts(his).length === 1);
    expect(his.messages[0]!.content).toEqual({ type: "text", text: "nobody in particular" });
  });
});

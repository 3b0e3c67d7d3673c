import { expect, test } from "bun:test";
import type { ConversationId, Entry } from "@feiliao/protocol";
import { PEOPLE, until } from "@feiliao/testkit";
import { type App, appStory } from "./client-app.ts";

const bobsAddress = `tel:${PEOPLE.bob.number}`;
const WAVEFORM = Array.from({ length: 64 }, (_, index) => index % 32);

/** Packet number `index` of a talk: recognisable, and of a length of its own. */
function packet(index: number): Uint8Array {
  return new Uint8Array(20 + (index % 40)).fill(index % 251);
}

function packets(first: number, end: number): Uint8Array[] {
  return Array.from({ length: end - first }, (_, index) => packet(first + index));
}

/** Packets that came out of the app's events for live voice, in the order they came. */
function heard(app: App): Uint8Array[] {
  return app.events.flatMap((event) => (event.type === "talk_packets" ? event.packets : []));
}

async function talkedAbout({ alice, bob }: { alice: App; bob: App }): Promise<ConversationId> {
  const id = await alice.client.openConversation(bobsAddress);
  await alice.client.sendText(id, "listen");
  await until("bob knows the conversation", () => bob.client.conversation(id)?.last);
  return id;
}

async function voiceOf(app: App, id: ConversationId) {
  const timeline = app.client.timeline(id);
  const message = await until("the voice message", () =>
    timeline.messages.find(({ content }) => content.type === "voice" && content.phase === "complete"),
  );
  timeline.close();
  return message;
}

test("TK7: who attends hears a talk while it is spoken; afterwards it is a voice message for everybody", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await talkedAbout({ alice, bob });
    bob.client.attend(id);
    const talk = alice.client.startTalk(id);
    for (const each of packets(0, 50)) talk.push(each);
    await until("bob hears it before it ends", () => heard(bob).length >= 49);
    expect(bob.client.timeline(id).messages.at(-1)!.content).toMatchObject({ type: "voice", phase: "live" });
    for (const each of packets(50, 75)) talk.push(each);
    talk.finish(WAVEFORM);

    await until("its end", () => bob.events.some((event) => event.type === "talk_end"));
    expect(heard(bob)).toEqual(packets(0, 75));
    const message = await voiceOf(bob, id);
    expect(message.content).toMatchObject({ packets: 75, duration_ms: 1_500, waveform: WAVEFORM });
    expect(await bob.client.talkPackets(message)).toEqual(packets(0, 75));
    const own = await voiceOf(alice, id);
    expect(own).toMatchObject({ key: talk.key, mine: true, content: message.content });
    expect(await alice.client.talkPackets(own)).toEqual(packets(0, 75));
    await until("bob is told once", () => bob.messages.some(({ key }) => key === talk.key));
  });
});

test("SY1: the end of one's own talk, taken from its acknowledgement, is the entry that a pull brings", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await talkedAbout({ alice, bob });
    const talk = alice.client.startTalk(id);
    for (const each of packets(0, 50)) talk.push(each);
    talk.finish(WAVEFORM);
    const last = await until("its place in the log", () => {
      const view = alice.client.conversation(id)?.last;
      return view?.key === talk.key && view.state !== "sending" && view.seq !== null ? view : null;
    });
    const applied = await until("its end", () => alice.cache.get<Entry>("entries", [id, last.seq! + 1]));
    const rest = { conversation_id: id, after_seq: last.seq!, limit: 10 };
    const { entries } = await alice.client.call("conversation/read", rest);
    expect(entries).toEqual([applied]);
  });
});

test("TK3: a socket cut three times in mid-speech loses and doubles nothing, for the talker and for the listener", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await talkedAbout({ alice, bob });
    bob.client.attend(id);
    const talk = alice.client.startTalk(id);
    for (let cut = 0; cut < 3; cut++) {
      for (const each of packets(cut * 40, cut * 40 + 20)) talk.push(each);
      await until("something is heard", () => heard(bob).length > cut * 40);
      const cutOff = cut === 1 ? bob : alice;
      cutOff.network.cut();
      for (const each of packets(cut * 40 + 20, (cut + 1) * 40)) talk.push(each);
      cutOff.client.reconnect();
      await cutOff.online();
    }
    talk.finish(WAVEFORM);
    const message = await voiceOf(bob, id);
    expect(await bob.client.talkPackets(message)).toEqual(packets(0, 120));
    await until("its end is heard", () => bob.events.some((event) => event.type === "talk_end"));
    expect(heard(bob)).toEqual(packets(0, 120));
  });
});

test("TK3: a talk goes on over a restart of the server", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob, server }) => {
    const id = await talkedAbout({ alice, bob });
    const talk = alice.client.startTalk(id);
    for (const each of packets(0, 60)) talk.push(each);
    await server.restart();
    for (const each of packets(60, 90)) talk.push(each);
    talk.finish(WAVEFORM);
    const message = await voiceOf(bob, id);
    expect(await bob.client.talkPackets(message)).toEqual(packets(0, 90));
    expect(bob.client.timeline(id).messages.filter(({ content }) => content.type === "voice")).toHaveLength(
      1,
    );
  });
}, 30_000);

test("TK4: a talk recorded offline is sent in its place in the order, when there is a network again", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await talkedAbout({ alice, bob });
    await alice.goOffline();
    await alice.client.sendText(id, "first");
    const talk = alice.client.startTalk(id);
    for (const each of packets(0, 2_500)) talk.push(each);
    talk.finish(WAVEFORM);
    await alice.client.sendText(id, "last");
    const waiting = alice.client.timeline(id).messages.find(({ key }) => key === talk.key)!;
    expect(waiting).toMatchObject({ state: "queued", content: { phase: "complete", packets: 2_500 } });
    expect(await alice.client.talkPackets(waiting)).toEqual(packets(0, 2_500));
    await alice.goOnline();
    const message = await voiceOf(bob, id);
    expect(await bob.client.talkPackets(message)).toEqual(packets(0, 2_500));
    await until("the last one", () => bob.client.conversation(id)!.last?.content.type === "text");
    const types = bob.client.timeline(id).messages.map(({ content }) => content.type);
    expect(types).toEqual(["text", "text", "voice", "text"]);
  });
});

test("TK5: a talk cut short by a reload of the page is sent as far as it came", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await talkedAbout({ alice, bob });
    await alice.goOffline();
    const talk = alice.client.startTalk(id);
    for (const each of packets(0, 30)) talk.push(each);
    await alice.reload();
    expect(alice.client.timeline(id).messages.at(-1)).toMatchObject({ key: talk.key, state: "queued" });
    await alice.goOnline();
    const message = await voiceOf(bob, id);
    expect(message.key).toBe(talk.key);
    expect(await bob.client.talkPackets(message)).toEqual(packets(0, 30));
    expect(await alice.cache.all("packets")).toEqual([]);
  });
});

test("TK5: a reload in the middle of a live talk keeps what was said before it", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await talkedAbout({ alice, bob });
    const talk = alice.client.startTalk(id);
    for (const each of packets(0, 60)) talk.push(each);
    await until("it is at the server", () => {
      return bob.client.timeline(id).messages.some(({ content }) => content.type === "voice");
    });
    await alice.reload();
    await alice.online();
    const message = await voiceOf(bob, id);
    expect(await bob.client.talkPackets(message)).toEqual(packets(0, 60));
    expect(await voiceOf(alice, id)).toMatchObject({ key: talk.key, mine: true });
  });
});

test("TK6: a cancelled talk disappears for everybody, and one cancelled offline was never there", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await talkedAbout({ alice, bob });
    bob.client.attend(id);
    const talk = alice.client.startTalk(id);
    for (const each of packets(0, 30)) talk.push(each);
    await until("bob hears it", () => heard(bob).length > 0);
    talk.cancel();
    const end = await until("its end", () => bob.events.find((event) => event.type === "talk_end"));
    expect(end).toMatchObject({ outcome: "cancelled" });
    expect(bob.client.timeline(id).messages).toHaveLength(1);
    expect(alice.client.timeline(id).messages).toHaveLength(1);

    await alice.goOffline();
    const unsaid = alice.client.startTalk(id);
    unsaid.push(packet(0));
    unsaid.cancel();
    await alice.goOnline();
    await alice.client.sendText(id, "after");
    await until("the next message", () => bob.client.timeline(id).messages.length === 2);
    expect(bob.messages.map(({ content }) => content.type)).toEqual(["text", "text"]);
    expect(await alice.cache.all("outbox")).toEqual([]);
  });
});
